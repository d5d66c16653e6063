package io.lynceus.slave.net;

import io.lynceus.common.OutOfMemory;
import io.lynceus.common.tls.HalfClose;
import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.MasterMessage.MasterHeartbeat;
import io.lynceus.protocol.message.MasterMessage.Welcome;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.wire.HandshakeDone;
import io.lynceus.protocol.wire.HandshakeException;
import io.lynceus.protocol.wire.ImageChunk;
import io.lynceus.protocol.wire.WireException;
import io.lynceus.slave.work.UnitService;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.EncoderException;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one connection to the master: stranger, registered, welcomed, gone. Belongs to the
 * channel's event loop.
 */
final class MasterConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(MasterConnection.class);

  /** Until the welcome says otherwise, a master that is silent for this time is gone. */
  static final Duration FIRST_SILENCE = Duration.ofSeconds(4);

  private final Channel channel;
  private final Register registration;
  private final UnitService service;
  private final Watcher watcher;

  private @Nullable Future<?> heartbeats;
  private boolean proved;
  private boolean welcomed;
  private boolean closing;
  private String reason = "it closed the connection";

  /** Told of the two things that matter outside, each once; called by the event loop. */
  interface Watcher {
    /** The master has taken this slave. */
    void welcomed(Welcome welcome);

    /** The connection is gone. */
    void gone(String reason);
  }

  MasterConnection(Channel channel, Register registration, UnitService service, Watcher watcher) {
    this.channel = channel;
    this.registration = registration;
    this.service = service;
    this.watcher = watcher;
  }

  /** Watches over the master's silence; goes in front of everything that cuts bytes into frames. */
  static IdleStateHandler silenceWatch(Duration silence) {
    return new IdleStateHandler(silence.toNanos(), 0, 0, TimeUnit.NANOSECONDS);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof HandshakeDone) {
      proved = true;
      write(registration);
    } else if (event instanceof IdleStateEvent) {
      close("nothing was heard of it for too long");
      var unused = channel.close(); // After a goodbye, too, which it does not read then.
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    if (read instanceof ImageChunk chunk) {
      try {
        chunk(chunk);
      } finally {
        chunk.release();
      }
    } else if (read instanceof MasterMessage message && !closing) {
      message(message);
    }
  }

  private void chunk(ImageChunk chunk) {
    if (closing) {
      return;
    }
    if (!welcomed) {
      close("it sent an image before its welcome");
      return;
    }
    service.imageChunk(chunk.task(), chunk.bytes().nioBuffer());
  }

  private void message(MasterMessage message) {
    if (message instanceof Welcome welcome) {
      welcome(welcome);
    } else if (!welcomed) {
      close("its first message was no welcome");
    } else if (!(message instanceof MasterHeartbeat)) {
      // A heartbeat has done its work by having arrived.
      service.handle(message);
    }
  }

  private void welcome(Welcome welcome) {
    Duration heartbeat = welcome.heartbeat();
    if (welcomed || heartbeat.toMillis() < 1 || welcome.silence().compareTo(heartbeat) <= 0) {
      close("its welcome makes no sense: " + welcome);
      return;
    }
    welcomed = true;
    channel.pipeline().replace(IdleStateHandler.class, "silence", silenceWatch(welcome.silence()));
    service.connected(this::report);
    heartbeats =
        channel
            .eventLoop()
            .scheduleWithFixedDelay(
                this::beat, heartbeat.toNanos(), heartbeat.toNanos(), TimeUnit.NANOSECONDS);
    watcher.welcomed(welcome);
  }

  private void beat() {
    // While bytes wait to be sent, they are the sign of life.
    if (channel.isWritable() && !closing) {
      write(service.load());
    }
  }

  /** Sends the message behind all that were reported before. Callable by any thread. */
  void report(SlaveMessage message) {
    try {
      channel
          .eventLoop()
          .execute(
              () -> {
                if (channel.isActive() && !closing) {
                  write(message);
                }
              });
    } catch (RejectedExecutionException e) {
      // The link is closed: the message is dropped, as promised.
    }
  }

  private void write(SlaveMessage message) {
    channel.writeAndFlush(message).addListener(write -> written(message, write.cause()));
  }

  private void written(SlaveMessage message, @Nullable Throwable failure) {
    if (!(failure instanceof EncoderException)) {
      return; // Sent, or the connection is gone.
    }
    LOG.error("a message could not be encoded", failure);
    // Without an answer the master would wait for its deadline, and then try another slave in vain.
    if (message instanceof UnitDone done) {
      write(unsendable(done.attempt()));
    } else if (message instanceof UnitFailed failed) {
      write(unsendable(failed.attempt()));
    } else {
      close("a message could not be encoded");
    }
  }

  private static UnitFailed unsendable(long attempt) {
    return new UnitFailed(
        attempt,
        FailureReason.ANALYSIS_FAILED,
        "the result breaks a limit of the protocol, the slave's log says which");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    OutOfMemory.toThreadsHandler(cause);
    if (cause instanceof HandshakeException
        || cause instanceof WireException
        || cause instanceof IOException) {
      close(String.valueOf(cause.getMessage()));
    } else {
      LOG.error("a fault of this program at the connection to the master", cause);
      close("a fault of this program");
    }
  }

  private void close(String why) {
    if (!closing) {
      closing = true;
      reason = why;
      var unused = channel.close(); // channelInactive follows.
    }
  }

  /** Closes when everything reported has been sent and the master has closed its side, too. */
  void goodbye() {
    if (!welcomed || !(channel instanceof DuplexChannel duplex)) {
      close("this slave said goodbye");
    } else if (!closing) {
      closing = true;
      reason = "this slave said goodbye";
      // Closing at once would reset the connection if the master has just sent something, and what
      // this slave has sent before might be lost with it.
      channel
          .writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(sent -> HalfClose.shutdownOutput(duplex));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (heartbeats != null) {
      heartbeats.cancel(false);
    }
    if (welcomed) {
      service.disconnected();
    }
    watcher.gone(proved || closing ? reason : reason + " during the handshake");
    closing = true;
  }
}
