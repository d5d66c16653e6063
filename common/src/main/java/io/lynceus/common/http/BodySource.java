package io.lynceus.common.http;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A body that is made while it is sent, a piece at a time: the next piece is asked for when the
 * client has taken the one before, so that a slow client costs the memory of one piece.
 */
public interface BodySource {
  /** Nothing. */
  BodySource EMPTY =
      new BodySource() {
        @Override
        public CompletableFuture<Optional<ByteBuffer>> next() {
          return CompletableFuture.completedFuture(Optional.empty());
        }

        @Override
        public void close() {}
      };

  /**
   * Begins to make the next piece. Called on the event loop of the connection, which it must not
   * block, and not again before the piece has been written.
   *
   * @return completed by any thread with a piece of at least one byte, which nobody changes from
   *     then on, or with nothing at the end. If it fails, the connection is closed, so that the
   *     client sees that the body is not whole.
   */
  CompletableFuture<Optional<ByteBuffer>> next();

  /** Called once, on any thread: the body is at its end, or nobody wants the rest. */
  void close();
}
