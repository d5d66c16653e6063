package io.lynceus.common.http;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Decides who may be connected. Any thread may call it. */
@FunctionalInterface
public interface ConnectionGate {

  /**
   * A client has connected.
   *
   * @param onEviction to be called, by any thread, when the connection has to end for the good of
   *     others; it does not block
   * @return empty if the client is refused
   */
  Optional<Pass> enter(InetAddress client, Runnable onEviction);

  /** The right of one connection to be there. Called by its event loop. */
  interface Pass {

    /** The client has sent something. */
    void received();

    /**
     * How the connection is doing.
     *
     * @param working whether a request waits for its response
     * @param unread bytes of responses that the client has not read yet
     */
    void update(boolean working, long unread);

    /** The connection has ended. Called once. */
    void release();
  }

  /** Lets at most this many connections in, whose they are. */
  static ConnectionGate atMost(int connections) {
    AtomicInteger count = new AtomicInteger();
    Pass pass =
        new Pass() {
          @Override
          public void received() {}

          @Override
          public void update(boolean working, long unread) {}

          @Override
          public void release() {
            count.decrementAndGet();
          }
        };
    return (client, onEviction) -> {
      if (count.incrementAndGet() <= connections) {
        return Optional.of(pass);
      }
      count.decrementAndGet();
      return Optional.empty();
    };
  }
}
