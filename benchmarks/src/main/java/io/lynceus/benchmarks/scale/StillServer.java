package io.lynceus.benchmarks.scale;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

/**
 * Many cameras on one thread: each GET is answered with a JPEG of noise whose comment is another
 * each time, so that none is like another.
 */
final class StillServer implements AutoCloseable {
  private static final byte END_OF_HEAD = '\n';
  private static final int START_BYTES = 2;
  private static final int COMMENT_BYTES = 12;

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final byte[] jpeg;
  private final Channel server;
  private long stills;

  /**
   * Listens on a free port of loopback.
   *
   * @param side of the stills, in pixels
   */
  StillServer(int side) throws IOException {
    jpeg = noise(side);
    server =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new Camera());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
  }

  private static byte[] noise(int side) throws IOException {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(7);
    for (int i = 0; i < side * side; i++) {
      image.setRGB(i % side, i / side, random.nextInt());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", out);
    return out.toByteArray();
  }

  int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  int stillBytes() {
    return jpeg.length + COMMENT_BYTES;
  }

  private ByteBuf response() {
    byte[] head =
        "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n"
            .formatted(stillBytes())
            .getBytes(US_ASCII);
    byte[] comment =
        ByteBuffer.allocate(COMMENT_BYTES)
            .putShort((short) 0xfffe)
            .putShort((short) (COMMENT_BYTES - 2))
            .putLong(stills++)
            .array();
    return Unpooled.wrappedBuffer(
        Unpooled.wrappedBuffer(head),
        Unpooled.wrappedBuffer(jpeg, 0, START_BYTES),
        Unpooled.wrappedBuffer(comment),
        Unpooled.wrappedBuffer(jpeg, START_BYTES, jpeg.length - START_BYTES));
  }

  /** A connection: an empty line ends a request, which has no body. */
  private final class Camera extends SimpleChannelInboundHandler<ByteBuf> {
    private int feeds;

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
      while (bytes.isReadable()) {
        byte next = bytes.readByte();
        feeds = next == END_OF_HEAD ? feeds + 1 : next == '\r' ? feeds : 0;
        if (feeds == 2) {
          feeds = 0;
          var unused = context.writeAndFlush(response());
        }
      }
    }
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
