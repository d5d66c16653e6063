package io.lynceus.common.http;

import java.nio.ByteBuffer;

/**
 * Takes the body of one request. Called on the event loop of the connection: {@link #take} any
 * number of times, then one of the other two once, unless the request is answered before.
 */
public interface BodyReader {
  /** For a request that was answered already, or whose body says nothing. */
  BodyReader NONE =
      new BodyReader() {
        @Override
        public void take(ByteBuffer bytes) {}

        @Override
        public void ended() {}

        @Override
        public void cutOff() {}
      };

  /** The next bytes; they are valid during this call only. */
  void take(ByteBuffer bytes);

  /** The body is whole. */
  void ended();

  /**
   * The rest of the body does not come: it has stalled, or the client has ended its side or is
   * gone. A response is still sent if the client can read it.
   */
  void cutOff();
}
