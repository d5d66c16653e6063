package io.lynceus.master.gateway.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslConnection.DecryptedEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A client's connection that can be asked whether the client is still there. The server itself does
 * not read while a request waits for its answer, and so does not see the end of the connection.
 * Here a little is read ahead, and kept for the server: the begin of a next request, or the word of
 * TLS that the end follows.
 */
final class ClientEndPoint extends SocketChannelEndPoint {
  private static final int AHEAD_BYTES = 256;

  private final Executor pool;
  private final ByteBuffer ahead = BufferUtil.allocate(AHEAD_BYTES);

  /**
   * @param pool where the server is told that something is there
   */
  ClientEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      Executor pool) {
    super(channel, selector, key, scheduler);
    this.pool = pool;
  }

  /** The connection of a request, below TLS if there is TLS. */
  static ClientEndPoint of(HttpServletRequest request) {
    EndPoint end = Request.getBaseRequest(request).getHttpChannel().getEndPoint();
    return (ClientEndPoint)
        (end instanceof DecryptedEndPoint tls ? tls.getSslConnection().getEndPoint() : end);
  }

  /**
   * Whether the client has ended its side, or the connection is broken. To be called only while the
   * server does not read: after a request's body, before its answer begins. Any thread may.
   */
  synchronized boolean isGone() {
    try {
      int count = 1;
      while (count > 0 && BufferUtil.space(ahead) > 0) {
        count = super.fill(ahead);
      }
      return count < 0;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public synchronized int fill(ByteBuffer buffer) throws IOException {
    if (!ahead.hasRemaining()) {
      return super.fill(buffer);
    }
    int count = BufferUtil.append(buffer, ahead);
    return count + Math.max(0, super.fill(buffer));
  }

  @Override
  protected void needsFillInterest() {
    boolean there;
    synchronized (this) {
      there = ahead.hasRemaining();
    }
    if (there) {
      pool.execute(() -> getFillInterest().fillable());
    } else {
      super.needsFillInterest();
    }
  }
}
