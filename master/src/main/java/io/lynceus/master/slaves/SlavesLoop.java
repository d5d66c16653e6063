package io.lynceus.master.slaves;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that reads from and writes to all slaves. Dispatch runs on it too, so that nothing
 * has to change threads between the two. What both do takes microseconds.
 */
public final class SlavesLoop implements AutoCloseable {
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("dispatch", true), NioIoHandler.newFactory());
  private final EventLoop loop = group.next();

  /** Runs what it is given on this thread, in order. */
  public ScheduledExecutorService executor() {
    return loop;
  }

  EventLoopGroup group() {
    return group;
  }

  /** Runs what has been posted, and ends. Close the connections of the port first. */
  @Override
  public void close() {
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
