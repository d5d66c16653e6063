package io.lynceus.master.slaves;

import io.lynceus.master.dispatch.state.RemoteSlave;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.MasterMessage.ImageAnnounced;
import io.lynceus.protocol.message.MasterMessage.NetworkAnnounced;
import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.MasterMessage.Welcome;
import io.lynceus.protocol.wire.ImageChunk;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.EncoderException;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Sends to one slave. All work is done on the event loop of the connection, where dispatch runs
 * too.
 *
 * <p>Messages are written at once. Chunks are written only while the channel is writable, so that
 * at most {@link SlavesPort#HIGH_WATER_BYTES} and one chunk of image bytes wait in its buffer. Then
 * the loop does what was posted meanwhile.
 */
final class SlaveChannel implements RemoteSlave {
  /** A slave with more unsent bytes than this has stopped reading and is disconnected. */
  static final int MAX_UNSENT_BYTES = 8 << 20;

  private final Channel channel;
  private final String address;
  private final Consumer<String> closer;
  private final ImageQueue images = new ImageQueue();

  /** Networks, as if they were images: see {@link NetworkAnnounced}. Images go first. */
  private final ImageQueue networks = new ImageQueue();

  /** A slave expects the welcome before heartbeats. */
  private boolean welcomed;

  /**
   * @param closer closes the connection for the given reason; called by the event loop
   */
  SlaveChannel(Channel channel, String address, Consumer<String> closer) {
    this.channel = channel;
    this.address = address;
    this.closer = closer;
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public void send(MasterMessage message) {
    post(() -> write(message));
  }

  @Override
  public void sendImage(long task, ImageHeader header, ByteBuffer bytes) {
    post(
        () -> {
          write(new ImageAnnounced(task, bytes.remaining(), header));
          images.add(task, bytes);
          writeChunks();
        });
  }

  @Override
  public void sendNetwork(NetworkAnnounced network, ByteBuffer file) {
    post(
        () -> {
          write(network);
          networks.clear();
          networks.add(-network.transfer(), file);
          writeChunks();
        });
  }

  @Override
  public void close(String reason) {
    post(() -> closer.accept(reason));
  }

  @Override
  public String toString() {
    return "slave at " + address;
  }

  private void post(Runnable action) {
    try {
      if (channel.eventLoop().inEventLoop()) {
        runIfActive(action);
      } else {
        channel.eventLoop().execute(() -> runIfActive(action));
      }
    } catch (RejectedExecutionException e) {
      // The port is closed, and dispatch was told of the loss.
    }
  }

  private void runIfActive(Runnable action) {
    if (channel.isActive()) {
      action.run();
    }
  }

  private void write(MasterMessage message) {
    if (message instanceof TaskClosed closed) {
      images.drop(closed.task());
    }
    channel.writeAndFlush(message).addListener(this::written);
    if (channel.bytesBeforeWritable() > MAX_UNSENT_BYTES) {
      closer.accept("it does not read what it is sent");
    }
    welcomed |= message instanceof Welcome;
  }

  private void written(Future<? super Void> write) {
    // Other failures close the channel by themselves.
    if (write.cause() instanceof EncoderException e) {
      closer.accept("a message to it could not be encoded: " + e.getMessage());
    }
  }

  /**
   * Sends a heartbeat. Called by the event loop.
   *
   * @param frame stays the caller's
   */
  void beat(ByteBuf frame) {
    // Bytes that wait to be sent show the slave that this side lives.
    if (welcomed && channel.isWritable()) {
      channel
          .writeAndFlush(frame.retainedDuplicate())
          .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
  }

  /** The channel may have become writable again. Called by the event loop. */
  void writabilityChanged() {
    if (channel.isWritable() && !(images.isEmpty() && networks.isEmpty())) {
      post(this::writeChunks);
    }
  }

  private void writeChunks() {
    while (channel.isWritable()) {
      ImageChunk chunk = images.isEmpty() ? networks.poll() : images.poll();
      if (chunk == null) {
        break;
      }
      channel.write(chunk).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
    channel.flush();
  }

  /** The connection is gone. Called by the event loop. */
  void gone() {
    images.clear();
    networks.clear();
  }
}
