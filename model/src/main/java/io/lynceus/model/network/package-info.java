/** Networks as master, slaves and clients name them. */
@NullMarked
package io.lynceus.model.network;

import org.jspecify.annotations.NullMarked;
