package io.lynceus.master.sources.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Finds the addresses of cameras on a few threads of its own, because the system's look-up blocks.
 * Any thread may call it.
 */
final class HostLookup implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int MOST_WAITING = 1024;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MOST_WAITING),
          work -> {
            Thread made = new Thread(work, "camera-names");
            made.setDaemon(true); // the system's look-up cannot be interrupted
            return made;
          });

  HostLookup() {
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Finds the addresses of a host.
   *
   * @param host a name, or an address, perhaps in brackets
   * @param found told on {@code thread}: the addresses, or none
   */
  void find(String host, Executor thread, Consumer<List<InetAddress>> found) {
    String name =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    if (NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name)) {
      found.accept(look(name)); // no name is looked up
      return;
    }
    try {
      threads.execute(
          () -> {
            List<InetAddress> addresses = look(name);
            thread.execute(() -> found.accept(addresses));
          });
    } catch (RejectedExecutionException full) {
      found.accept(List.of());
    }
  }

  private static List<InetAddress> look(String name) {
    try {
      return List.of(InetAddress.getAllByName(name));
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
