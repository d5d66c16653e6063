/** What stands in front of cameras, from one still to the next. Pure logic. */
@NullMarked
package io.lynceus.scene.presence;

import org.jspecify.annotations.NullMarked;
