/** The clients' ports: images in, one line of JSON for each out. */
@NullMarked
package io.lynceus.master.gateway;

import org.jspecify.annotations.NullMarked;
