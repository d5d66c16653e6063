/** Parts of the reply that are made of several outcomes. */
@NullMarked
package io.lynceus.master.dispatch.merge;

import org.jspecify.annotations.NullMarked;
