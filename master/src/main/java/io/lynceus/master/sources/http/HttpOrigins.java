package io.lynceus.master.sources.http;

import io.lynceus.master.sources.still.PasswordFile;
import io.lynceus.master.sources.still.SourceThread;
import io.lynceus.master.sources.still.StillOrigin;
import io.lynceus.scene.camera.SourceConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of all sources, and what they share for HTTP. */
public final class HttpOrigins implements SourceThread, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpOrigins.class);

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("sources", true), NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final HostLookup lookup = new HostLookup();
  private final InstantSource clock = InstantSource.system();

  /**
   * The stills of a camera that gives one for each GET, or a stream of them.
   *
   * @param config of the kind snapshot or mjpeg
   */
  public StillOrigin origin(SourceConfig config) {
    CameraHttp http =
        new CameraHttp(
            new CameraConnector(loop, lookup, config.certificate(), config.timeout()),
            config.url().orElseThrow(),
            new Authentication(config.user(), new PasswordFile(config.passwordFile())));
    return config.kind() == SourceConfig.Kind.MJPEG
        ? new MjpegOrigin(http, config.timeout())
        : new SnapshotOrigin(http, config.timeout());
  }

  @Override
  public void execute(Runnable work) {
    try {
      loop.execute(guarded(work));
    } catch (RejectedExecutionException e) {
      log.debug("the sources of cameras have ended: {}", e.toString());
    }
  }

  @Override
  public Timer after(Duration delay, Runnable work) {
    Future<?> scheduled = loop.schedule(guarded(work), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  private static Runnable guarded(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException e) {
        log.error("a fault of the sources of cameras; the event is skipped", e);
      }
    };
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  /** Runs what has been posted, and ends. */
  @Override
  public void close() {
    lookup.close();
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
