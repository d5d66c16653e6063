package io.lynceus.store.result;

import java.time.Instant;

/**
 * A result from the store.
 *
 * @param stored when it went into the store, by the master's clock
 * @param hasOriginal whether the image's file is there
 * @param hasThumbnail whether its thumbnail is there
 */
public record FoundResult(
    ResultFacts facts, Instant stored, boolean hasOriginal, boolean hasThumbnail) {}
