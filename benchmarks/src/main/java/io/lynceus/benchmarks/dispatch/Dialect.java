package io.lynceus.benchmarks.dispatch;

import java.io.IOException;
import java.io.OutputStream;

/** A client's protocol with one kind of broker. For one thread. */
public interface Dialect {
  /** Sends once what the protocol requires before requests. */
  default void greet(BufferedInput in, OutputStream out) throws IOException {}

  /** The request for one unit; the same bytes for all units. */
  byte[] request(byte[] image);

  /**
   * Reads to the end of the next reply.
   *
   * @throws IOException when the connection ends or the unit has failed
   */
  void awaitReply(BufferedInput in, OutputStream out) throws IOException;
}
