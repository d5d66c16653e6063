/** Who is enrolled, over HTTP. */
@NullMarked
package io.lynceus.master.gateway.people;

import org.jspecify.annotations.NullMarked;
