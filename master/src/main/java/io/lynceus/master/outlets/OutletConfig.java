package io.lynceus.master.outlets;

import io.lynceus.model.settings.Check;

/**
 * The name and the bounds of an outlet. An item is in its queue until the outlet is done with it.
 *
 * @param name in log lines, metrics and refusals: a word
 * @param items in the queue at most, 1 to 1,000,000
 * @param bytes of the heap that they take at most, 1 B to 1 TiB; an item that is larger has the
 *     queue to itself
 * @param required whether no item may be dropped: while the queue is full, no image is admitted,
 *     and replies to those that were admitted before go beyond the bounds
 */
public record OutletConfig(String name, int items, long bytes, boolean required) {
  public OutletConfig {
    Check.wholeNumber("items of the outlet " + name, items, 1, 1_000_000);
    Check.size("bytes of the outlet " + name, bytes, 1, 1L << 40);
  }
}
