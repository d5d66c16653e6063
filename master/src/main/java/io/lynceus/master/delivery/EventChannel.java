package io.lynceus.master.delivery;

import io.lynceus.model.event.EventChange;
import java.util.concurrent.CompletionStage;

/**
 * Somebody who is told of events. It may be slow, hang or throw: that delays no reply, no other
 * channel, and no event. A thread of its own calls it, except where a method says otherwise.
 */
public interface EventChannel extends AutoCloseable {
  /** As {@code then} of a rule names it: {@code mqtt}, {@code webhook.NAME}. */
  String name();

  /**
   * Whether it has to be told of a change of which the rule's {@code then} says so, or does not say
   * anything. Not asked of events in quiet hours: nobody is told of them. Any thread asks; returns
   * at once.
   */
  boolean wants(EventChange change);

  /**
   * Called once, before the first delivery.
   *
   * @param wake to be run when {@link #ready} may have changed; by any thread, returns at once
   */
  default void opened(Runnable wake) {}

  /** Whether deliveries can be tried at all: while it says no, they wait, and no attempt counts. */
  default boolean ready() {
    return true;
  }

  /** How many deliveries it may have at once, each of another camera; at least 1. Asked once. */
  default int atOnce() {
    return 4;
  }

  /**
   * Starts a delivery. The same one may come again: after {@code again}, when the answer took
   * longer than {@link ChannelWorker#PATIENCE}, and after a kill of the master.
   *
   * @return its outcome; a failure counts as a fault of this channel, and it is tried again, 20
   *     times at most
   */
  CompletionStage<DeliveryOutcome> deliver(Delivery delivery);

  /** No delivery follows. Called by the thread that ends the master; returns soon. */
  @Override
  default void close() {}
}
