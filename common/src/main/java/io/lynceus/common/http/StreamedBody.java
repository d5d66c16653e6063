package io.lynceus.common.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntConsumer;

/**
 * Sends a {@link BodySource} behind the head of a response, one piece after the other. All on the
 * event loop.
 */
final class StreamedBody {
  private final Channel channel;
  private final BodySource source;
  private final IntConsumer unwritten;
  private final Ending ending;
  private boolean closed;

  /** What follows the body. */
  interface Ending {
    /** All of it has been written, or a write has failed. */
    void ended(boolean whole);

    /** It cannot be made. */
    void failed(Throwable cause);
  }

  /**
   * @param unwritten told of bytes that wait to be written, and, as a negative number, of those
   *     that no longer do
   */
  StreamedBody(Channel channel, BodySource source, IntConsumer unwritten, Ending ending) {
    this.channel = channel;
    this.source = source;
    this.unwritten = unwritten;
    this.ending = ending;
  }

  /** Asks for the next piece. */
  void proceed() {
    if (closed) {
      return;
    }
    var unused =
        source
            .next()
            .whenComplete(
                (piece, failure) -> {
                  try {
                    channel
                        .eventLoop()
                        .execute(failure == null ? () -> take(piece) : () -> fail(failure));
                  } catch (RejectedExecutionException e) {
                    source.close(); // the port has been closed
                  }
                });
  }

  private void take(Optional<ByteBuffer> piece) {
    if (closed) {
      return;
    }
    if (piece.isPresent()) {
      int bytes = piece.get().remaining();
      unwritten.accept(bytes);
      channel
          .writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(piece.get())))
          .addListener(
              write -> {
                unwritten.accept(-bytes);
                if (write.isSuccess()) {
                  proceed();
                } else {
                  end(false);
                }
              });
    } else {
      channel
          .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
          .addListener(write -> end(write.isSuccess()));
    }
  }

  private void fail(Throwable cause) {
    if (!closed) {
      close();
      ending.failed(cause);
    }
  }

  private void end(boolean whole) {
    if (!closed) {
      close();
      ending.ended(whole);
    }
  }

  /** Nothing more is sent; the source is told, once. */
  void close() {
    if (!closed) {
      closed = true;
      source.close();
    }
  }
}
