package io.lynceus.master.delivery;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a channel does. Counts are since the start of the master.
 *
 * @param channel its name
 * @param ready whether deliveries can be tried
 * @param pending changes that it has to be told of; empty while the store cannot say
 * @param dead changes that were given up and are kept; empty while the store cannot say
 * @param delivered changes that have arrived
 * @param failed attempts that have failed
 * @param dropped changes that are lost, because too many waited
 * @param problem why the latest attempt failed; empty if it did not
 * @param succeeded when a change arrived last; empty if none has
 */
public record ChannelState(
    String channel,
    boolean ready,
    OptionalLong pending,
    OptionalLong dead,
    long delivered,
    long failed,
    long dropped,
    Optional<String> problem,
    Optional<Instant> succeeded) {}
