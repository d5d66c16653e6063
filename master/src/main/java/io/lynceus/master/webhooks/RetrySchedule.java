package io.lynceus.master.webhooks;

import io.lynceus.master.delivery.Delivery;
import io.lynceus.master.delivery.DeliveryOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** When a webhook that has failed is tried again, and when no more. Any thread may call it. */
final class RetrySchedule {
  static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          Duration.ofHours(6));

  /** A receiver cannot ask for more patience than this. */
  static final Duration MOST_ASKED = Duration.ofHours(1);

  /** Each pause is longer by up to this part of it, so that not all come back at one time. */
  static final double JITTER = 0.1;

  /**
   * What is older than all pauses together gets this many attempts: it has waited behind others of
   * its camera, whose attempts have shown that the receiver is away.
   */
  static final int ATTEMPTS_WHEN_OLD = 3;

  private static final Duration OLD = PAUSES.stream().reduce(Duration.ZERO, Duration::plus);

  private final DoubleSupplier random;

  /**
   * @param random 0 inclusive to 1 exclusive
   */
  RetrySchedule(DoubleSupplier random) {
    this.random = random;
  }

  /**
   * What follows after an attempt that has failed.
   *
   * @param asked how long the receiver wants to be left alone, {@code Retry-After}
   */
  DeliveryOutcome after(Delivery delivery, Instant now, Optional<Duration> asked, String why) {
    int attempts = delivery.failures() + 1;
    boolean old = now.isAfter(delivery.created().plus(OLD)) && attempts >= ATTEMPTS_WHEN_OLD;
    if (attempts > PAUSES.size() || old) {
      return DeliveryOutcome.never(why + ", " + attempts + " times");
    }
    Duration pause = PAUSES.get(attempts - 1);
    Duration longer = pause.plusMillis((long) (pause.toMillis() * JITTER * random.getAsDouble()));
    Duration bounded =
        asked.map(time -> time.compareTo(MOST_ASKED) < 0 ? time : MOST_ASKED).orElse(longer);
    return DeliveryOutcome.again(bounded.compareTo(longer) > 0 ? bounded : longer, why);
  }
}
