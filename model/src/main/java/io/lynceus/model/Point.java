package io.lynceus.model;

/** A place in pixels of the picture as a viewer shows it, x to the right and y down. */
public record Point(float x, float y) {}
