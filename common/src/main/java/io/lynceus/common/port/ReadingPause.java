package io.lynceus.common.port;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a connection is not read, because its client has to wait. It costs a timer and no
 * thread. As nothing is read, a client that leaves is not noticed either: it keeps its place among
 * the connections of its address until the time is over, so that connecting anew gains nothing.
 * Used on the connection's event loop only.
 */
public final class ReadingPause {
  private final Channel channel;
  private @Nullable ScheduledFuture<?> timer;

  public ReadingPause(Channel channel) {
    this.channel = channel;
  }

  /** Whether the client has to wait. Nobody may let the connection be read then. */
  public boolean isOn() {
    return timer != null;
  }

  /**
   * Starts, unless there is a pause already.
   *
   * @param atEnd runs when the time is over; has to let the connection be read again
   */
  public void start(long nanos, Runnable atEnd) {
    if (timer != null) {
      return;
    }
    channel.config().setAutoRead(false);
    timer =
        channel
            .eventLoop()
            .schedule(
                () -> {
                  timer = null;
                  atEnd.run();
                },
                nanos,
                TimeUnit.NANOSECONDS);
  }

  /** The connection is closed. */
  public void cancel() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
