/** Who walked over which line, from one still to the next, and how sure that is. Pure logic. */
@NullMarked
package io.lynceus.scene.ledger;

import org.jspecify.annotations.NullMarked;
