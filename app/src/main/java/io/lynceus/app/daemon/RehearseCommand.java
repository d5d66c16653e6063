package io.lynceus.app.daemon;

import io.lynceus.app.cli.Settings;
import io.lynceus.app.cli.Version;
import io.lynceus.client.ClientConfig;
import io.lynceus.client.TaskClient;
import io.lynceus.cluster.Poll;
import io.lynceus.cluster.ReferenceImages;
import io.lynceus.master.MasterConfig;
import io.lynceus.master.MasterDaemon;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.slave.SlaveConfig;
import io.lynceus.slave.SlaveDaemon;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code lynceus rehearse}, for the launcher: runs a master, a slave and a client in this process
 * and analyses images, as many at once as a slave has threads. The JVM archives the classes that
 * this loads (class-data sharing), so that later starts need not parse them; a newer one also keeps
 * what it has seen of their methods.
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Analyses images within this process, and ends. For the launcher.")
public final class RehearseCommand implements Callable<Integer> {
  private static final String HERE = InetAddress.getLoopbackAddress().getHostAddress();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(10);
  private static final int AT_ONCE = 3;

  @Option(names = "--images", paramLabel = "N", description = "How many, 1 unless given.")
  private int images = 1;

  @Override
  public Integer call() throws Exception {
    String secret = "secret=" + UUID.randomUUID();
    int tasks = freePort();
    int slaves = freePort();
    MasterConfig master =
        MasterConfig.from(
            Settings.load(
                "master",
                Optional.empty(),
                List.of(
                    secret,
                    "tasks.port=" + tasks,
                    "slaves.port=" + slaves,
                    "http.port=0",
                    "quarantine.dir=")));
    SlaveConfig slave =
        SlaveConfig.from(
            Settings.load(
                "slave",
                Optional.empty(),
                List.of(secret, "name=rehearsal", "master.port=" + slaves, "http.port=0")),
            Version.current());
    try (MasterDaemon daemon = MasterDaemon.start(master, Version.current());
        SlaveDaemon worker = SlaveDaemon.start(slave, daemon::close)) {
      awaitReady(worker);
      try (TaskClient client = TaskClient.connect(new ClientConfig(HERE, tasks))) {
        ReferenceImages pictures = new ReferenceImages();
        Deque<CompletableFuture<Reply>> sent = new ArrayDeque<>();
        for (int i = 0; i < images; i++) {
          sent.add(client.submit(pictures.apply(i), Ask.DEFAULT));
          if (sent.size() == AT_ONCE) {
            await(sent.remove());
          }
        }
        for (CompletableFuture<Reply> reply : sent) {
          await(reply);
        }
      }
    }
    return 0;
  }

  private static void await(CompletableFuture<Reply> reply) throws Exception {
    var unused = reply.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitReady(SlaveDaemon slave) throws InterruptedException, TimeoutException {
    if (!Poll.until(POLL, TIMEOUT, slave::isReady)) {
      throw new TimeoutException("the slave did not become ready");
    }
  }
}
