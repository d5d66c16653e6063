/**
 * What dispatch knows: tasks and their work units, attempts, slaves, images, and the line of units
 * that wait. All of it belongs to the dispatch thread. {@code docs/dispatch.md} draws the life of a
 * unit.
 */
@NullMarked
package io.lynceus.master.dispatch.state;

import org.jspecify.annotations.NullMarked;
