package io.lynceus.model;

import java.time.Instant;

/**
 * An analysis of an image that is not tried again, because it killed two slaves and a JVM of its
 * own.
 *
 * @param sha256 of the image's file, 64 digits of lower-case hex
 * @param reason how the JVM of its own ended; empty if that is not known
 */
public record Quarantined(String sha256, Analysis analysis, Instant since, String reason) {}
