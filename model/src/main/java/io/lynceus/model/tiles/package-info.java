/** Large pictures cut into overlapping tiles, so that small things are seen, and merged again. */
@org.jspecify.annotations.NullMarked
package io.lynceus.model.tiles;
