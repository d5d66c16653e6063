package io.lynceus.master.delivery;

import io.lynceus.model.event.EventChange;
import java.time.Instant;

/**
 * A change of an event that a channel is told of.
 *
 * @param id the same at each attempt, and of no other change: for receivers that have to know a
 *     message that they were told before
 * @param change what happened
 * @param json the same, as {@link io.lynceus.protocol.reply.EventJson#line} writes it
 * @param created when it happened, by the master's clock
 * @param failures attempts that have failed so far
 */
public record Delivery(String id, EventChange change, String json, Instant created, int failures) {}
