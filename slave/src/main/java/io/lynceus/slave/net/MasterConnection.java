package io.lynceus.slave.net;

import io.lynceus.protocol.message.MasterMessage.Welcome;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.slave.work.UnitService;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one connection to the master: stranger, registered, welcomed, gone. Belongs to the
 * channel's event loop.
 */
final class MasterConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(MasterConnection.class);

  /** Until the welcome says otherwise, a master that is silent for so long is gone. */
  private static final Duration FIRST_SILENCE = Duration.ofSeconds(5);

  /** How long a goodbye may take to be sent and answered. */
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private final Channel channel;
  private final Register registration;
  private final UnitService service;
  private final Watcher watcher;

  private @Nullable IdleStateHandler silence;
  private @Nullable Future<?> heartbeats;
  private boolean proved;
  private boolean welcomed;
  private boolean closing;
  private String reason = "the master closed the connection";

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
}
