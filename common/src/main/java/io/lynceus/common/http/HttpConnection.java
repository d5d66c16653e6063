package io.lynceus.common.http;

import io.lynceus.common.OutOfMemory;
import io.lynceus.common.http.ConnectionGate.Pass;
import io.lynceus.common.port.ConnectionClock;
import io.lynceus.common.port.RefusalLog;
import io.lynceus.common.tls.HalfClose;
import io.lynceus.common.tls.TlsException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection, behind Netty's codec: one request after the other, each with its time
 * limits. What a client sends ahead of its turn is kept, at most what one read has brought; then
 * the connection is not read until the request before is answered. All on the event loop.
 *
 * <p>After the last response the connection lingers: its output ends, and what still comes is
 * thrown away. Closing at once would answer the client's next bytes with a reset, which may
 * overtake the response.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

  /** The event, fired through the pipeline, that ends the connection for the good of others. */
  enum GiveWay {
    NOW
  }

  private final Channel channel;
  private final Routes routes;
  private final HttpTimeouts timeouts;
  private final RefusalLog refusals;
  private final Pass pass;
  private final ConnectionClock clock;
  private final Deque<Object> ahead = new ArrayDeque<>();
  private @Nullable HttpExchange exchange;
  private @Nullable ScheduledFuture<?> latestEnd;
  private int unwritten;
  private boolean pumping;
  private boolean inputEnded;
  private boolean lingering;

  /**
   * @param pass told how the connection is doing
   */
  HttpConnection(
      Channel channel, Routes routes, HttpTimeouts timeouts, RefusalLog refusals, Pass pass) {
    this.channel = channel;
    this.routes = routes;
    this.timeouts = timeouts;
    this.refusals = refusals;
    this.pass = pass;
    this.clock = new ConnectionClock(channel.eventLoop(), this::waitedTooLong);
  }

  /** The connection is there; with TLS, its handshake is done. */
  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    awaitHead();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    pass.heard();
    if (lingering) {
      clock.touch();
      ReferenceCountUtil.release(message);
      return;
    }
    ahead.add(message);
    pump();
  }

  /** Takes what has come, as far as its turn has come. */
  private void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    while (!lingering && !isWaiting() && !ahead.isEmpty()) {
      Object next = ahead.remove();
      try {
        take(next);
      } finally {
        ReferenceCountUtil.release(next);
      }
    }
    pumping = false;
    if (inputEnded && exchange == null && !lingering) {
      close();
    }
    channel.config().setAutoRead(lingering || ahead.isEmpty());
  }

  /** Whether the request is whole, and its response is not. */
  private boolean isWaiting() {
    return exchange != null && exchange.isBodyEnded();
  }

  private void take(Object message) {
    try {
      if (message instanceof HttpRequest request) {
        begin(RequestHead.of(request));
      } else if (message instanceof HttpContent content && exchange != null) {
        RequestHead.requireDecoded(content.decoderResult());
        takeBody(exchange, content);
      }
    } catch (RefusedHeadException e) {
      refuse(routes.problems().response(e.status(), e.getMessage()));
    }
  }

  private void begin(RequestHead head) {
    HttpExchange begun = new HttpExchange(this, head);
    exchange = begun;
    clock.touch();
    guarded(begun, () -> begun.read(routes.handle(begun)));
    if (head.expectsContinue() && head.hasBody() && !begun.isResponded()) {
      var unused =
          channel.writeAndFlush(
              new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    }
  }

  private void takeBody(HttpExchange reading, HttpContent content) {
    clock.earn(timeouts.earnedBy(content.content().readableBytes()));
    guarded(
        reading,
        () -> {
          if (content.content().isReadable()) {
            reading.reader().take(content.content().nioBuffer());
          }
          if (content instanceof LastHttpContent) {
            clock.setLimit(Optional.empty());
            reading.endBody();
            pass.is(isWaiting(), unwritten);
          }
        });
    finishIfDone();
  }

  /** Runs code of a handler. */
  private void guarded(HttpExchange running, Runnable code) {
    try {
      code.run();
    } catch (RuntimeException e) {
      LOG.warn("{} {} has failed", running.method(), running.path(), e);
      running.respond(routes.problems().response(500, "this request has failed; the log has more"));
    }
  }

  /** Called by any thread. */
  void respond(HttpExchange answered, Supplier<HttpResponse> maker) {
    if (channel.eventLoop().inEventLoop()) {
      write(answered, maker);
      return;
    }
    try {
      channel.eventLoop().execute(() -> write(answered, maker));
    } catch (RejectedExecutionException e) {
      answered.end(); // the port has been closed
    }
  }

  private void write(HttpExchange answered, Supplier<HttpResponse> maker) {
    if (answered != exchange || !channel.isActive() || !answered.beginResponse()) {
      return;
    }
    HttpResponse response;
    try {
      response = maker.get();
    } catch (RuntimeException e) {
      LOG.warn("the response to {} {} has failed", answered.method(), answered.path(), e);
      response = routes.problems().response(500, "this request has failed; the log has more");
    }
    boolean last = answered.isLast() || (inputEnded && ahead.isEmpty());
    write(response, last, answered::end);
  }

  /** Writes the last response of a connection that is not served, or no longer. */
  void refuse(HttpResponse response) {
    if (exchange == null || exchange.beginResponse()) {
      write(response, true, () -> {}); // lingering ends the exchange
    }
  }

  private void write(HttpResponse response, boolean last, Runnable written) {
    int bytes = response.body().remaining();
    unwritten += bytes;
    pass.is(isWaiting(), unwritten);
    HttpVersion asked = exchange == null ? HttpVersion.HTTP_1_1 : exchange.head().version();
    lingering |= last;
    channel
        .writeAndFlush(response.encoded(asked, last))
        .addListener(
            write -> {
              unwritten -= bytes;
              written.run();
              if (!write.isSuccess()) {
                close();
              } else if (last) {
                linger();
              } else {
                finishIfDone();
              }
            });
  }

  /** Goes on to the next request when this one and its response are whole. */
  private void finishIfDone() {
    HttpExchange ended = exchange;
    if (ended != null && ended.isBodyEnded() && ended.isResponded() && unwritten == 0) {
      exchange = null;
      awaitHead();
      pump();
    }
  }

  private void awaitHead() {
    pass.is(false, unwritten);
    clock.touch();
    clock.setLimit(Optional.of(timeouts.stall()));
  }

  private void linger() {
    if (exchange != null) {
      exchange.end();
      exchange = null;
    }
    lingering = true;
    if (inputEnded || !(channel instanceof DuplexChannel duplex)) {
      close();
      return;
    }
    HalfClose.shutdownOutput(duplex);
    clock.touch();
    clock.setLimit(Optional.of(timeouts.linger()));
    latestEnd =
        channel.eventLoop().schedule(this::close, timeouts.stall().toNanos(), TimeUnit.NANOSECONDS);
    channel.config().setAutoRead(true);
  }

  private void waitedTooLong() {
    if (exchange != null && !exchange.isBodyEnded() && !lingering) {
      guarded(exchange, exchange::cutOffBody);
    } else {
      close();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      endInput();
    } else if (event == GiveWay.NOW) {
      giveWay();
    } else if (event instanceof IdleStateEvent idle
        && idle.state() == IdleState.WRITER_IDLE
        && !idle
            .isFirst() // which looks at the time of the last write alone, not at what is pending
        && unwritten > 0) {
      LOG.debug("{} does not read its response: closed", channel.remoteAddress());
      close();
    }
  }

  /** The client has ended its side, or closed the connection: that looks the same. */
  private void endInput() {
    inputEnded = true;
    if ((lingering && unwritten == 0) || (exchange == null && ahead.isEmpty())) {
      close();
    } else if (exchange != null && !exchange.isBodyEnded()) {
      guarded(exchange, exchange::cutOffBody);
    } else if (exchange != null && !exchange.outlivesClientsEnd()) {
      close();
    }
  }

  private void giveWay() {
    if (exchange == null || exchange.isResponded()) {
      close();
    } else {
      refuse(routes.problems().response(429, "too many connections"));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    OutOfMemory.toThreadsHandler(cause);
    if (cause instanceof DecoderException && exchange != null) {
      LOG.debug("{} sends more requests at once than are kept", channel.remoteAddress());
      return; // the codec drops them, and closes the connection behind the next response
    }
    if (cause instanceof TlsException && channel.remoteAddress() instanceof InetSocketAddress it) {
      refusals.refused(
          it.getAddress().getHostAddress() + ":" + it.getPort(),
          String.valueOf(cause.getMessage()));
    } else if (cause instanceof IOException) {
      LOG.debug("{} is gone: {}", channel.remoteAddress(), cause.toString());
    } else {
      LOG.warn("the connection of {} has failed", channel.remoteAddress(), cause);
    }
    if (cause instanceof TlsException.PlainBytes) {
      linger(); // it has been told so already
    } else {
      close();
    }
  }

  private void close() {
    var unused = channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    lingering = true;
    clock.stop();
    if (latestEnd != null) {
      latestEnd.cancel(false);
    }
    ahead.forEach(ReferenceCountUtil::release);
    ahead.clear();
    HttpExchange left = exchange;
    exchange = null;
    if (left != null) {
      if (!left.isBodyEnded()) {
        guarded(left, left::cutOffBody);
      }
      left.end();
    }
  }
}
