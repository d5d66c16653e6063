package io.lynceus.master.slaves;

import io.lynceus.common.OutOfMemory;
import io.lynceus.common.port.AddressText;
import io.lynceus.common.port.RefusalLog;
import io.lynceus.master.dispatch.DispatchConfig.Liveness;
import io.lynceus.master.dispatch.SlaveEvents;
import io.lynceus.master.slaves.SlaveConnectionLimit.Place;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.protocol.wire.HandshakeDone;
import io.lynceus.protocol.wire.HandshakeException;
import io.lynceus.protocol.wire.WireException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection at the slaves' port: unauthenticated, authenticated, registered, closed. Tells
 * {@link SlaveEvents}, and logs its joining and its end, one line each.
 */
final class SlaveConnection extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(SlaveConnection.class);

  /** They are written into logs, terminals and pages. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private static final Pattern VERSION = Pattern.compile("[!-~]{1,64}");

  static final String TOO_MANY = "there are too many slaves (slaves.connections)";

  private final Channel channel;
  private final String address;
  private final Liveness liveness;
  private final SlaveEvents events;
  private final RefusalLog refusals;
  private final Place place;
  private final Heartbeats heartbeats;

  private long order;
  private boolean authenticated;
  private boolean closing;
  private boolean draining;

  /** When bytes came last; with {@code doubted}, when nothing had come for too long. */
  private long heardAt;

  private boolean doubted;
  private String reason = "the connection was closed";
  private String name = "";
  private @Nullable SlaveChannel slave;

  /**
   * @param heartbeats looks at this connection while it is in its pipeline
   */
  SlaveConnection(
      Channel channel,
      Liveness liveness,
      SlaveEvents events,
      RefusalLog refusals,
      Place place,
      Heartbeats heartbeats) {
    this.channel = channel;
    this.address = AddressText.of(channel.remoteAddress());
    this.liveness = liveness;
    this.events = events;
    this.refusals = refusals;
    this.place = place;
    this.heartbeats = heartbeats;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    heardAt = now();
    order = heartbeats.add(this);
  }

  /** The connection is gone, or is a stranger's who is only told so. */
  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    heartbeats.remove(this);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof HandshakeDone) {
      authenticated = true;
      if (!place.authenticated()) {
        close(TOO_MANY);
      }
    }
  }

  private long now() {
    return channel.eventLoop().ticker().nanoTime();
  }

  /** Its place in the order of heartbeats. */
  long order() {
    return order;
  }

  /**
   * Closes a connection that was silent for too long. This process may have stood still, and the
   * slave's messages wait to be read: they have one more heartbeat to come.
   */
  void closeIfSilent(long now) {
    if (!doubted && now - heardAt >= liveness.silence().toNanos()) {
      doubted = true;
      heardAt = now;
    } else if (doubted && now - heardAt >= liveness.heartbeat().toNanos()) {
      close("nothing was heard of it for too long");
    }
  }

  /**
   * Sends a heartbeat, if the slave is welcome.
   *
   * @param frame stays the caller's
   */
  void beat(ByteBuf frame) {
    if (slave != null) {
      slave.beat(frame);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    heardAt = now();
    doubted = false;
    ctx.fireChannelReadComplete();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    // Ignore what was read together with a fault, or after this side has closed.
    if (closing || !(read instanceof SlaveMessage message)) {
      return;
    }
    if (message instanceof Register register) {
      register(register);
    } else if (slave == null) {
      close("its first message was " + message.getClass().getSimpleName() + ", not Register");
    } else {
      draining |= message instanceof Draining;
      events.received(slave, message);
    }
  }

  private void register(Register register) {
    if (slave != null) {
      close("it registered twice");
      return;
    }
    if (!NAME.matcher(register.name()).matches()
        || !VERSION.matcher(register.version()).matches()) {
      close("its name is not 1 to 64 of A-Z a-z 0-9 . _ -, or its version not printable ASCII");
      return;
    }
    name = register.name();
    slave = new SlaveChannel(channel, address, this::close);
    log.info(
        "slave {} at {} joined: Lynceus {}, {} slots",
        name,
        address,
        register.version(),
        register.slots());
    events.joined(slave, register);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (slave != null) {
      slave.writabilityChanged();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    OutOfMemory.toThreadsHandler(cause);
    if (cause instanceof HandshakeException
        || cause instanceof WireException
        || cause instanceof IOException) {
      close(String.valueOf(cause.getMessage()));
    } else {
      refusals.failed("the connection of " + address, cause);
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

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    boolean ofItself = !closing;
    closing = true;
    if (slave != null) {
      slave.gone();
      if (draining && ofItself) {
        log.info("slave {} at {} left after draining", name, address);
      } else {
        log.warn("slave {} at {} lost: {}", name, address, reason);
      }
      events.lost(slave, reason);
    } else if (authenticated || !ofItself) {
      refusals.refused(address, reason);
    } else {
      // A check whether the port is open, or a slave that has refused this master.
      log.debug("{} left before it had authenticated", address);
    }
  }
}
