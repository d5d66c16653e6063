package io.lynceus.master.gateway;

import io.lynceus.master.dispatch.TaskIntake.Clearing;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.image.ImageLimits;
import java.time.Duration;
import java.util.Optional;

/** Refusals that are given in more than one place. */
public final class Refusals {
  public static final Rejection CUT_OFF =
      new Rejection(
          RejectionCode.TRUNCATED,
          "the bytes ended, or stopped coming, before the item was complete: send it whole; if it"
              + " is whole, its end or an announced size is wrong");

  public static final Rejection NO_ROOM =
      busy("the master has no room for more images at the moment: send it again later");

  public static final Rejection TOO_MANY_CONNECTIONS =
      busy("too many connections: close some, or connect again later");

  public static final Rejection EVICTED =
      busy("too many connections, and this one was quiet: connect again later");

  static final Rejection GIVEN_WAY =
      busy(
          "the master is short of memory, and this client holds the most: read the replies sooner,"
              + " send faster, or send it again later");

  public static final Rejection SHUTTING_DOWN =
      new Rejection(
          RejectionCode.SHUTTING_DOWN,
          "the master is shutting down: send it again to its next run");

  private static final Rejection QUARANTINE_BUSY =
      busy("the folder of the quarantine is being written: send it again");

  private Refusals() {}

  public static Rejection tooLarge(ImageLimits limits) {
    return new Rejection(
        RejectionCode.TOO_LARGE,
        "the image has more than "
            + limits.bytes()
            + " bytes: send a smaller one, or raise limits.image-bytes");
  }

  /** Why what an order to clear the quarantine means was not done; empty if it was. */
  public static Optional<Rejection> of(String hash, Clearing clearing) {
    if (clearing.done() || (hash.isEmpty() && clearing.found().isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        switch (clearing.images().size()) {
          case 0 ->
              new Rejection(
                  RejectionCode.BAD_COMMAND,
                  "no quarantined image has a hash that begins with '" + hash + "'");
          case 1 -> QUARANTINE_BUSY;
          default ->
              hash.isEmpty()
                  ? QUARANTINE_BUSY
                  : new Rejection(
                      RejectionCode.BAD_COMMAND,
                      "%d quarantined images have hashes that begin with '%s': send more of it"
                          .formatted(clearing.images().size(), hash));
        });
  }

  public static Rejection busy(String message) {
    return new Rejection(RejectionCode.BUSY, message, Optional.of(Duration.ofSeconds(1)));
  }
}
