/** How the sources of cameras are: what the master says of them to people and programs. */
@NullMarked
package io.lynceus.scene.source;

import org.jspecify.annotations.NullMarked;
