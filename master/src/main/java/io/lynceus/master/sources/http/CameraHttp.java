package io.lynceus.master.sources.http;

import io.lynceus.common.tls.PinnedTls;
import io.lynceus.master.sources.still.FetchFailure;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Asks one camera by HTTP/1.1, one question at a time, on a connection that stays open in between.
 * It signs in, and follows the camera to another address of the same host. Nothing here bounds the
 * time: its caller calls {@link #abort}. All of it belongs to one event loop.
 */
final class CameraHttp {
  private static final int MAX_REDIRECTS = 3;

  /** Of a body that nobody wants; behind a longer one the connection is closed. */
  private static final int MAX_DRAINED = 64 << 10;

  private final CameraConnector connector;
  private final Place home;
  private final Authentication authentication;

  private @Nullable Question question;
  private @Nullable Channel channel;
  private @Nullable Place connected;

  /** Hears the answer to one question, on the event loop. */
  interface Answer {
    /**
     * The head of the last response has come; it is no redirect and no challenge.
     *
     * @return why its body is not wanted; null if it is
     */
    @Nullable FetchFailure head(HttpResponse head);

    /**
     * The next bytes of the body.
     *
     * @return why no more is wanted; null if more is
     */
    @Nullable FetchFailure body(ByteBuffer bytes);

    /** The body is whole. */
    void end();

    /** There is no answer, or not all of it; called once, and nothing else after it. */
    void failed(FetchFailure why);
  }

  /** A client without a connection. */
  CameraHttp(CameraConnector connector, URI url, Authentication authentication) {
    this.connector = connector;
    this.home = Place.of(url);
    this.authentication = authentication;
  }

  /** Asks for the URL. */
  void get(HttpHeaders extra, Answer answer) {
    authentication.begin();
    Question asked = new Question(extra, answer);
    question = asked;
    asked.send();
  }

  /** Gives the question up. */
  void abort() {
    if (question != null) {
      question = null;
      close();
    }
  }

  /** Closes the connection. */
  void close() {
    question = null;
    Channel open = channel;
    channel = null;
    connected = null;
    if (open != null) {
      var unused = open.close();
    }
  }

  /** What is asked, through challenges and redirects. */
  private final class Question {
    private final HttpHeaders extra;
    private final Answer answer;
    private Place place = home;
    private int redirects;

    /** Whether the connection served an earlier question: the camera may be about to close it. */
    private boolean reused;

    private boolean answered;
    private boolean draining;
    private boolean skipping;
    private boolean keepAlive;
    private int drained;

    Question(HttpHeaders extra, Answer answer) {
      this.extra = extra;
      this.answer = answer;
    }

    private boolean isOver() {
      return question != this;
    }

    void send() {
      answered = false;
      draining = false;
      Channel open = channel;
      if (open != null
          && open.isActive()
          && connected != null
          && place.sharesConnection(connected)) {
        reused = true;
        write(open);
      } else {
        reconnect();
      }
    }

    private void reconnect() {
      disconnect();
      reused = false;
      connector.connect(
          place,
          new Reader(),
          new CameraConnector.Listener() {
            @Override
            public boolean isWaiting() {
              return !isOver();
            }

            @Override
            public void connected(Channel made) {
              channel = made;
              connected = place;
              write(made);
            }

            @Override
            public void failed(FetchFailure why) {
              fail(why);
            }
          });
    }

    private void disconnect() {
      Channel open = channel;
      channel = null;
      connected = null;
      if (open != null) {
        var unused = open.close();
      }
    }

    private void write(Channel open) {
      FullHttpRequest request =
          new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, place.path());
      request
          .headers()
          .set(HttpHeaderNames.HOST, place.authority())
          .set(HttpHeaderNames.USER_AGENT, "lynceus")
          .set(HttpHeaderNames.ACCEPT, "*/*")
          .set(HttpHeaderNames.ACCEPT_ENCODING, "identity")
          .add(extra);
      authentication
          .header("GET", place.path())
          .ifPresent(value -> request.headers().set(HttpHeaderNames.AUTHORIZATION, value));
      var unused = open.writeAndFlush(request);
    }

    void read(Channel from, HttpObject part) {
      if (from != channel) {
        return; // of a connection that was given up
      }
      if (part.decoderResult().isFailure()) {
        fail(noHttp(part.decoderResult().cause()));
        return;
      }
      if (part instanceof HttpResponse head) {
        answered = true;
        readHead(head);
      }
      if (part instanceof HttpContent content && !isOver() && from == channel) {
        readBody(content);
      }
    }

    private void readHead(HttpResponse head) {
      int status = head.status().code();
      skipping = status < 200;
      if (skipping) {
        return; // 100 Continue, or a hint before the answer
      }
      keepAlive = HttpUtil.isKeepAlive(head);
      drained = 0;
      FetchFailure wrong;
      if (status == 401) {
        draining = true;
        wrong = authentication.refused(head.headers().getAll(HttpHeaderNames.WWW_AUTHENTICATE));
      } else if (isRedirect(status)) {
        draining = true;
        wrong = redirect(head.headers().get(HttpHeaderNames.LOCATION));
      } else {
        wrong = answer.head(head);
      }
      if (wrong != null) {
        fail(wrong);
      }
    }

    private static boolean isRedirect(int status) {
      return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private @Nullable FetchFailure redirect(@Nullable String location) {
      Place next;
      try {
        URI here =
            URI.create((place.tls() ? "https://" : "http://") + place.authority() + place.path());
        next = Place.of(here.resolve(String.valueOf(location)));
      } catch (IllegalArgumentException | NullPointerException e) {
        return FetchFailure.failed("it redirects to an address that makes no sense: check the url");
      }
      if (!next.host().equals(home.host()) || (place.tls() && !next.tls())) {
        return FetchFailure.failed(
            "it redirects to %s://%s, and no other host is followed: set url to that if it is right"
                .formatted(next.tls() ? "https" : "http", next.authority()));
      }
      if (++redirects > MAX_REDIRECTS) {
        return FetchFailure.failed(
            "it redirects more than " + MAX_REDIRECTS + " times: check the url");
      }
      place = next;
      return null;
    }

    private void readBody(HttpContent content) {
      boolean last = content instanceof LastHttpContent;
      if (skipping) {
        return;
      }
      if (draining) {
        drain(content.content().readableBytes(), last);
        return;
      }
      FetchFailure unwanted =
          content.content().isReadable() ? answer.body(content.content().nioBuffer()) : null;
      if (isOver()) {
        return;
      }
      if (unwanted != null) {
        fail(unwanted);
      } else if (last) {
        question = null;
        if (!keepAlive) {
          close();
        }
        answer.end();
      }
    }

    private void drain(int bytes, boolean last) {
      drained += bytes;
      if (!last && drained <= MAX_DRAINED) {
        return;
      }
      if (!last || !keepAlive) {
        disconnect();
      }
      send();
    }

    void closed(Channel which) {
      if (which != channel) {
        return;
      }
      if (reused && !answered) {
        reconnect();
      } else {
        fail(FetchFailure.failed("it has closed the connection before its answer was whole"));
      }
    }

    void broken(Channel which, Throwable cause) {
      if (which != channel) {
        return;
      }
      if (PinnedTls.isCausedBy(cause)) {
        fail(connector.tlsFailure(cause));
      } else if (cause instanceof IOException) {
        closed(which);
      } else {
        fail(noHttp(cause));
      }
    }

    private FetchFailure noHttp(Throwable cause) {
      boolean tooLong =
          cause instanceof TooLongHttpHeaderException || cause instanceof TooLongHttpLineException;
      return FetchFailure.failed(
          tooLong
              ? "the head of its answer has more than %d KiB"
                  .formatted(CameraConnector.MAX_HEAD >> 10)
              : "its answer is no HTTP, or is broken: check the port in the url");
    }

    private void fail(FetchFailure why) {
      if (!isOver()) {
        close();
        answer.failed(why);
      }
    }
  }

  private final class Reader extends SimpleChannelInboundHandler<HttpObject> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
      Question asked = question;
      if (asked != null) {
        asked.read(context.channel(), part);
      } else if (!(part instanceof LastHttpContent)) {
        var unused = context.close(); // an answer that nobody has asked for
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      Question asked = question;
      if (asked != null) {
        asked.closed(context.channel());
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      Question asked = question;
      if (asked != null) {
        asked.broken(context.channel(), cause);
      }
      var unused = context.close();
    }
  }
}
