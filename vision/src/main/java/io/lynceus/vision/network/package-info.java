/** Networks as data: the folder {@code NAME/VERSION/} of each, and what its model.conf says. */
@NullMarked
package io.lynceus.vision.network;

import org.jspecify.annotations.NullMarked;
