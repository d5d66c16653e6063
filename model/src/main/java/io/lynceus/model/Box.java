package io.lynceus.model;

/**
 * An upright rectangle in pixels of the picture as a viewer shows it.
 *
 * @param x left side, from the picture's left
 * @param y upper side, from the picture's top
 * @param width at least 0
 * @param height at least 0
 */
public record Box(float x, float y, float width, float height) {}
