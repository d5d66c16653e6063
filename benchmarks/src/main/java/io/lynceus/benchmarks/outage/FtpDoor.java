package io.lynceus.benchmarks.outage;

import io.lynceus.app.watch.ftp.FtpUsers;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.Poll;
import io.lynceus.model.Camera;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code lynceus watch --ftp} in a process of its own. */
final class FtpDoor implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("listening ftp=\\S*:(\\d+)");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Process process;
  private final int port;

  private FtpDoor(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it for cameras whose user names and passwords are their own names. */
  static FtpDoor start(Path folder, LocalCluster cluster, List<String> cameras)
      throws IOException, InterruptedException {
    Path users = folder.resolve("ftp-users");
    for (String camera : cameras) {
      FtpUsers.add(users, camera, new Camera(camera), camera);
    }
    Path log = folder.resolve("watch.log");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.lynceus.app.Lynceus",
                "watch",
                "--analyses=objects",
                "--time-from=arrival",
                "--master=" + cluster.host() + ":" + cluster.tasksPort(),
                "--ftp=0",
                "--ftp-users=" + users)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    Matcher matcher = LISTENING.matcher("");
    if (!Poll.until(POLL, PATIENCE, () -> matcher.reset(Files.readString(log)).find())) {
      process.destroyForcibly();
      throw new IOException("lynceus watch did not start: see " + log);
    }
    return new FtpDoor(process, Integer.parseInt(matcher.group(1)));
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
