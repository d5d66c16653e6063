package io.lynceus.benchmarks.dispatch;

import java.io.IOException;
import java.io.OutputStream;

/** How a client speaks to one kind of broker. Used by one thread. */
public interface Dialect {
  /** Says once what comes before all requests. */
  default void greet(Incoming in, OutputStream out) throws IOException {}

  /** The bytes that ask for one unit; the same for all units. */
  byte[] request(byte[] image);

  /**
   * Reads up to the end of the next answer.
   *
   * @throws IOException when the connection ends or the unit was not done
   */
  void awaitAnswer(Incoming in, OutputStream out) throws IOException;
}
