package io.lynceus.common.tls;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;

/** Closes one direction of a connection, with TLS or without. */
public final class HalfClose {
  private HalfClose() {}

  /**
   * Closes the output after everything that was written. What the other side still sends can be
   * read. A channel that cannot be half-closed is closed. Must be called on the channel's event
   * loop.
   */
  public static void shutdownOutput(DuplexChannel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    Future<?> said = tls == null ? channel.newSucceededFuture() : tls.closeOutbound();
    said.addListener(
        done -> channel.shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE));
  }
}
