/** The faces of those who are enrolled, and whose face another one is. Pure logic. */
@NullMarked
package io.lynceus.scene.people;

import org.jspecify.annotations.NullMarked;
