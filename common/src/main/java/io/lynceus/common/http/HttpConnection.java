package io.lynceus.common.http;

import io.lynceus.common.port.ConnectionClock;
import io.lynceus.common.port.ConnectionLimit.Permit;
import io.lynceus.common.port.LingeringClose;
import io.lynceus.common.port.ReadingPause;
import io.lynceus.common.tls.TlsException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection, behind Netty's codec: one request after the other, each with its time
 * limits. What a client sends ahead of its turn is kept, at most what one read has brought; then
 * the connection is not read until the request before is answered. An answer to a stranger may have
 * to come late. All on the event loop.
 *
 * <p>After the last response a {@link LingeringClose} takes over.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
  enum Evicted implements LingeringClose.Eviction {
    NOW
  }

  private final Channel channel;
  private final Routes routes;
  private final HttpTimeouts timeouts;
  private final ConnectionFaults faults;
  private final Permit pass;
  private final ConnectionClock clock;
  private final AnswerPace.OfConnection pace;
  private final ReadingPause pause;
  private final Deque<Object> ahead = new ArrayDeque<>();
  private @Nullable HttpExchange exchange;
  private @Nullable StreamedBody streaming;
  private int unwritten;
  private boolean pumping;
  private boolean inputEnded;

  /** The last response is on its way, or was. */
  private boolean ended;

  HttpConnection(
      Channel channel,
      Routes routes,
      HttpTimeouts timeouts,
      ConnectionFaults faults,
      Permit pass,
      AnswerPace paces) {
    this.channel = channel;
    this.routes = routes;
    this.timeouts = timeouts;
    this.faults = faults;
    this.pass = pass;
    this.clock = new ConnectionClock(channel.eventLoop(), this::waitedTooLong);
    this.pace = paces.ofConnection(client());
    this.pause = new ReadingPause(channel);
  }

  /** Whose connection it is. The channel knows it since it was accepted. */
  InetAddress client() {
    return ((InetSocketAddress) channel.remoteAddress()).getAddress();
  }

  /** The connection is there; with TLS, its handshake is done. */
  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    awaitHead();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    pass.received();
    if (ended) {
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
    while (!ended && !isWaiting() && !ahead.isEmpty()) {
      Object next = ahead.remove();
      try {
        take(next);
      } finally {
        ReferenceCountUtil.release(next);
      }
    }
    pumping = false;
    if (inputEnded && exchange == null && !ended) {
      LingeringClose.now(channel);
    }
    channel.config().setAutoRead(ended || (ahead.isEmpty() && !pause.isOn()));
  }

  /** Whether the request is whole, and its response is not; or the response has to wait. */
  private boolean isWaiting() {
    return exchange != null && (exchange.isBodyEnded() || pause.isOn());
  }

  private void take(Object message) {
    try {
      if (message instanceof HttpRequest request) {
        begin(routes.admit(RequestHead.of(request)));
      } else if (message instanceof HttpContent content && exchange != null) {
        RequestHead.requireDecoded(content.decoderResult());
        takeBody(exchange, content);
      }
    } catch (RefusedHeadException e) {
      refuse(e.response(routes.problems()));
    }
  }

  private void begin(RequestHead head) {
    HttpExchange begun = new HttpExchange(this, channel.eventLoop(), head, routes.problems());
    exchange = begun;
    clock.touch();
    begun.run(() -> begun.read(routes.handle(begun)));
    if (head.expectsContinue() && head.hasBody() && !begun.isResponded()) {
      var unused =
          channel.writeAndFlush(
              new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    }
  }

  private void takeBody(HttpExchange reading, HttpContent content) {
    int bytes = content.content().readableBytes();
    clock.earn(timeouts.earnedBy(bytes));
    reading.received(bytes);
    reading.run(
        () -> {
          if (content.content().isReadable()) {
            reading.reader().take(content.content().nioBuffer());
          }
          if (content instanceof LastHttpContent) {
            clock.setLimit(Optional.empty());
            reading.endBody();
            pass.working(isWaiting());
          }
        });
    finishIfDone();
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

  /** Called by any thread. */
  void stream(HttpExchange answered, HttpResponse head, BodySource body) {
    try {
      channel.eventLoop().execute(() -> begin(answered, head, body));
    } catch (RejectedExecutionException e) {
      body.close(); // the port has been closed
      answered.end();
    }
  }

  /** Without a length that is known beforehand, a body for HTTP/1.0 ends with its connection. */
  private void begin(HttpExchange answered, HttpResponse head, BodySource body) {
    if (answered != exchange || !channel.isActive() || !answered.beginResponse()) {
      body.close();
      return;
    }
    BodySource sent = body;
    if (answered.method().equals("HEAD")) {
      body.close();
      sent = BodySource.EMPTY;
    }
    boolean chunked = answered.head().version().minorVersion() > 0;
    boolean last = answered.isLast() || !chunked || (inputEnded && ahead.isEmpty());
    ended |= last;
    StreamedBody begun =
        new StreamedBody(channel, sent, bytes -> unwritten += bytes, ending(answered, last));
    streaming = begun;
    pass.working(isWaiting());
    channel.writeAndFlush(head.encodedHead(chunked, last)).addListener(write -> begun.proceed());
  }

  private StreamedBody.Ending ending(HttpExchange answered, boolean last) {
    return new StreamedBody.Ending() {
      @Override
      public void ended(boolean whole) {
        streaming = null;
        answered.end();
        if (!whole) {
          LingeringClose.now(channel);
        } else if (last) {
          linger();
        } else {
          finishIfDone();
        }
      }

      @Override
      public void failed(Throwable cause) {
        streaming = null;
        faults.requestFailed(answered.method() + " " + answered.path(), cause);
        LingeringClose.now(channel);
      }
    };
  }

  private void write(HttpExchange answered, Supplier<HttpResponse> maker) {
    if (answered != exchange || !channel.isActive() || !answered.beginResponse()) {
      return;
    }
    HttpResponse response = answered.made(maker);
    long delay = answered.delayOf(response, pace);
    if (delay == 0) {
      write(answered, response);
    } else {
      clock.setLimit(Optional.empty());
      pause.start(delay, () -> write(answered, response));
      pass.working(false); // it may be closed to make room for others
    }
  }

  private void write(HttpExchange answered, HttpResponse response) {
    boolean last = answered.isLast() || (inputEnded && ahead.isEmpty());
    write(response, last, answered::end);
    pump();
  }

  /** A request has failed by a fault of this program. */
  void requestFailed(String request, RuntimeException cause) {
    faults.requestFailed(request, cause);
  }

  /** Writes the last response of a connection that is not served, or no longer. */
  private void refuse(HttpResponse response) {
    if (exchange == null || exchange.beginResponse()) {
      write(response, true, () -> {}); // the handler's removal ends the exchange
    }
  }

  private void write(HttpResponse response, boolean last, Runnable written) {
    int bytes = response.body().remaining();
    unwritten += bytes;
    pass.working(isWaiting());
    HttpVersion asked = exchange == null ? HttpVersion.HTTP_1_1 : exchange.head().version();
    ended |= last;
    channel
        .writeAndFlush(response.encoded(asked, last))
        .addListener(
            write -> {
              unwritten -= bytes;
              written.run();
              if (!write.isSuccess()) {
                LingeringClose.now(channel);
              } else if (last) {
                linger();
              } else {
                finishIfDone();
              }
            });
  }

  /** Goes on to the next request when this one and its response are whole. */
  private void finishIfDone() {
    HttpExchange done = exchange;
    if (done != null
        && done.isBodyEnded()
        && done.isResponded()
        && unwritten == 0
        && streaming == null) {
      exchange = null;
      awaitHead();
      pump();
    }
  }

  private void awaitHead() {
    pass.working(false);
    clock.touch();
    clock.setLimit(Optional.of(timeouts.stall()));
  }

  /** Hands over what is left of the connection, once; the codec goes too. */
  private void linger() {
    if (!channel.isActive()) {
      return;
    }
    channel.pipeline().remove(this);
    LingeringClose.start(channel, timeouts.linger(), timeouts.stall());
    if (channel.isOpen()) {
      channel.pipeline().remove(HttpServerCodec.class); // It hands over what it has read ahead.
    }
  }

  private void waitedTooLong() {
    if (exchange != null && !exchange.isBodyEnded() && !ended) {
      exchange.run(exchange::cutOffBody);
    } else {
      LingeringClose.now(channel);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      endInput();
    } else if (event == Evicted.NOW) {
      evict();
    } else if (event instanceof IdleStateEvent idle
        && idle.state() == IdleState.WRITER_IDLE
        && !idle.isFirst()
        && unwritten > 0) {
      // The first event only says when the last write was, and a response may have begun since.
      LingeringClose.now(channel);
    }
  }

  /** The client has ended its side, or closed the connection: that looks the same. */
  private void endInput() {
    inputEnded = true;
    if (exchange == null && ahead.isEmpty() && !ended) {
      LingeringClose.now(channel);
    } else if (exchange != null && !exchange.isBodyEnded()) {
      exchange.run(exchange::cutOffBody);
    } else if (exchange != null && !exchange.outlivesClientsEnd()) {
      LingeringClose.now(channel);
    }
  }

  private void evict() {
    if (exchange == null || exchange.isResponded()) {
      LingeringClose.now(channel);
    } else if (routes.isForMonitors(exchange)) {
      exchange.endConnection(); // It had not asked yet when it was chosen.
    } else {
      refuse(routes.problems().response(429, "too many connections"));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause.getCause() instanceof IllegalStateException && exchange != null) {
      return; // Too much sent ahead: the codec drops it, and closes behind the next response.
    }
    faults.log(channel.remoteAddress(), cause);
    if (cause instanceof TlsException.PlainBytes) {
      refuse(routes.problems().response(400, "this port speaks TLS only: use https"));
    } else {
      LingeringClose.now(channel);
    }
  }

  /** The connection is closed, or lingers. */
  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    ended = true;
    clock.stop();
    pause.cancel();
    ahead.forEach(ReferenceCountUtil::release);
    ahead.clear();
    if (streaming != null) {
      streaming.close();
    }
    HttpExchange left = exchange;
    exchange = null;
    if (left != null) {
      if (!left.isBodyEnded()) {
        left.run(left::cutOffBody);
      }
      left.end();
    }
  }
}
