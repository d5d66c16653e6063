/** Whether cameras see what they should, from one still to the next. Pure logic. */
@NullMarked
package io.lynceus.scene.health;

import org.jspecify.annotations.NullMarked;
