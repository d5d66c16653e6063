package io.lynceus.store.rows;

import io.lynceus.store.result.ResultFacts;
import java.time.Instant;

/**
 * A result that becomes rows.
 *
 * @param stored now, by the master's clock
 * @param originalBytes of the picture that was kept; 0 when there is none
 * @param thumbnailBytes likewise
 */
public record Addition(
    ResultFacts facts, Instant stored, long originalBytes, long thumbnailBytes) {}
