/**
 * Runs work units that slaves have died of in child processes: the parent's side, which starts and
 * follows a child, and the child's own main class.
 */
@NullMarked
package io.lynceus.slave.confinement;

import org.jspecify.annotations.NullMarked;
