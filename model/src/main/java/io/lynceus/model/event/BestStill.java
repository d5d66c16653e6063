package io.lynceus.model.event;

import io.lynceus.model.Box;
import java.time.Instant;

/**
 * The still that shows an event best.
 *
 * @param image the id of its reply
 * @param sha256 of its file, 64 lower-case hexadecimal digits
 * @param at when it was taken
 * @param score of what was found, 0 to 1
 * @param box of it, in pixels of the upright picture
 * @param width of the picture, pixels
 * @param height of the picture, pixels
 */
public record BestStill(
    String image, String sha256, Instant at, float score, Box box, int width, int height) {}
