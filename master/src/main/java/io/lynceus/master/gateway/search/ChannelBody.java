package io.lynceus.master.gateway.search;

import io.lynceus.common.http.BodySource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a channel has, read by the threads of the desk, a piece at a time. */
public final class ChannelBody implements BodySource {
  private static final Logger log = LoggerFactory.getLogger(ChannelBody.class);
  private static final int PIECE_BYTES = 64 << 10;

  private final StoreDesk desk;
  private final ReadableByteChannel channel;

  /**
   * @param channel is closed with this
   */
  public ChannelBody(StoreDesk desk, ReadableByteChannel channel) {
    this.desk = desk;
    this.channel = channel;
  }

  @Override
  public CompletableFuture<Optional<ByteBuffer>> next() {
    return desk.goOn(store -> read());
  }

  private Optional<ByteBuffer> read() throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    int got = 0;
    while (piece.hasRemaining() && got >= 0) {
      got = channel.read(piece);
    }
    piece.flip();
    return piece.hasRemaining() ? Optional.of(piece) : Optional.empty();
  }

  @Override
  public void close() {
    var unused =
        desk.goOn(
            store -> {
              closeChannel();
              return true;
            });
  }

  private void closeChannel() {
    try {
      channel.close();
    } catch (IOException e) {
      log.warn("cannot close what was read from the store: {}", e.toString());
    }
  }
}
