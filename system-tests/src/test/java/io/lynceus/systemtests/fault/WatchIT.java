package io.lynceus.systemtests.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.client.TaskClient;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.cluster.ReferenceImages;
import io.lynceus.systemtests.LynceusProcess;
import io.lynceus.systemtests.TestCa;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cameras fill folders and upload by FTP, and {@code lynceus watch}, slaves and the master are
 * killed meanwhile. Each file ends in one place, and each picture has one result in the store; what
 * is missing there was counted as dropped by a master that was killed. {@code
 * -Dlynceus.watch.pictures=10000 -Dlynceus.watch.kills=60} makes it a long run.
 */
@Tag("story")
@Timeout(7200)
class WatchIT {
  private static final int PICTURES = Integer.getInteger("lynceus.watch.pictures", 30);
  private static final int KILLS = Integer.getInteger("lynceus.watch.kills", 4);
  private static final int BROKEN = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @TempDir private Path folder;
  private final ReferenceImages images = new ReferenceImages();
  private Path inbox;
  private LocalCluster cluster;
  private LynceusProcess watch;
  private long dropped;

  @BeforeEach
  void start() throws Exception {
    inbox = Files.createDirectory(folder.resolve("inbox"));
    ProcessPlan master =
        ProcessPlan.DEFAULT
            .with("store.enabled", "true")
            .with("store.pictures", "none")
            .with("limits.no-slave-grace", "1s");
    cluster = LocalCluster.start(ClusterPlan.in(folder).withMaster(master));
  }

  @AfterEach
  void stop() {
    if (watch != null) {
      watch.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void killsLoseNoFileAndDoubleNone() throws Exception {
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < PICTURES; i++) {
      sent.add(write((i % 2 == 0 ? "front/" : "back/") + i / 2 + ".jpg", images.apply(i)));
    }
    for (int i = 0; i < BROKEN; i++) {
      sent.add(write("back/broken-" + i + ".jpg", ("no picture " + i).getBytes(UTF_8)));
    }
    String[] command = {"--settle=1s", "--poll=100ms", inbox.toString()};
    watch(command);
    for (int kill = 0; kill < KILLS; kill++) {
      long until = (long) PICTURES * (kill + 1) / (KILLS + 1);
      // Files are renamed while they are counted.
      await().atMost(PATIENCE).ignoreExceptions().until(() -> count("done") >= until);
      switch (kill % 3) {
        case 0 -> {
          watch.close();
          requireEachOnce(sent);
          watch(command);
        }
        case 1 -> killMaster();
        default -> cluster.restartSlave(cluster.slaves().get(kill % 2));
      }
    }
    // Files are renamed while they are counted.
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> count("done") == PICTURES && count("rejected") == BROKEN);
    requireEachOnce(sent);

    List<String> stored = requireStoredOnce(PICTURES);
    System.out.printf(
        "%d files in a folder, %d kills of watch, master and slaves: each in one place; %d in the"
            + " store, none twice, %d counted as dropped by the kills of the master%n",
        sent.size(), KILLS, stored.size(), dropped);
  }

  @Test
  void clientsOfFtpUploadThroughKills() throws Exception {
    assumeTrue(isInstalled("lftp") && isInstalled("curl"), "lftp and curl are not installed");
    TestCa ca = new TestCa(folder, "site");
    var unused = ca.issue("ftp");
    Path users = folder.resolve("users");
    Process adding =
        LynceusProcess.command("watch", "--ftp-users=" + users, "--ftp-add=gate").start();
    adding.getOutputStream().write("right\n".getBytes(UTF_8));
    adding.getOutputStream().close();
    assertThat(adding.waitFor()).isZero();

    int port = freePort();
    String[] command = {
      "--ftp=" + port,
      "--ftp-users=" + users,
      "--ftp-certificate=" + folder.resolve("ftp.pem"),
      "--ftp-key=" + folder.resolve("ftp.key")
    };
    watch(command);
    int pictures = Math.max(6, PICTURES / 3);
    for (int i = 0; i < pictures; i++) {
      write(i + ".jpg", images.apply(i));
    }
    Process lftp =
        new ProcessBuilder(
                "lftp",
                "-c",
                "set ftp:ssl-force yes; set ssl:ca-file "
                    + folder.resolve("site-ca.pem")
                    + "; set net:reconnect-interval-base 1; set net:reconnect-interval-multiplier"
                    + " 1; set net:max-retries 1000; set net:persist-retries 1000; open -u"
                    + " gate,right ftp://localhost:"
                    + port
                    + "; mput -d "
                    + inbox
                    + "/*.jpg")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("lftp.txt").toFile())
            .start();
    int kills = Math.max(2, KILLS / 2);
    long before = 0;
    for (int kill = 0; kill < kills; kill++) {
      long until = (long) pictures * (kill + 1) / (kills + 1) - before;
      await().atMost(PATIENCE).until(() -> repliesOfWatch() >= until || !lftp.isAlive());
      switch (kill % 3) {
        case 0 -> {
          watch.close();
          before += repliesOfWatch();
          watch(command);
        }
        case 1 -> killMaster();
        default -> cluster.restartSlave(cluster.slaves().get(kill % 2));
      }
    }
    assertThat(lftp.waitFor(PATIENCE.toMinutes(), TimeUnit.MINUTES)).isTrue();
    assertThat(lftp.exitValue()).as(Files.readString(folder.resolve("lftp.txt"))).isZero();

    Path one = inbox.resolve("curl.jpg");
    Files.write(one, images.apply(pictures));
    String trusted = folder.resolve("site-ca.pem").toString();
    assertThat(curl(List.of("--ssl-reqd", "--cacert", trusted), one, port)).isZero();
    Path text = Files.writeString(folder.resolve("test.txt"), "a camera's test");
    assertThat(curl(List.of("--disable-epsv"), text, port)).isZero();

    List<String> stored = requireStoredOnce(pictures + 1);
    System.out.printf(
        "%d pictures by FTP, %d kills of watch, master and slaves: %d in the store, none twice, %d"
            + " counted as dropped by the kills of the master%n",
        pictures + 1, kills, stored.size(), dropped);
  }

  private void watch(String... arguments) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "watch",
                "--json",
                "--analyses=edges",
                "--master=" + cluster.host() + ":" + cluster.tasksPort()));
    all.addAll(List.of(arguments));
    watch = LynceusProcess.start(folder, Map.of(), all.toArray(String[]::new));
  }

  private int curl(List<String> options, Path file, int port) throws Exception {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "--ftp-create-dirs"));
    command.addAll(options);
    command.addAll(
        List.of(
            "--user",
            "gate:right",
            "-T",
            file.toString(),
            "ftp://localhost:" + port + "/2026-11-30/by/" + file.getFileName()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("curl.txt").toFile())
            .start();
    return process.waitFor();
  }

  private static boolean isInstalled(String command) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(path -> Files.isExecutable(Path.of(path, command)));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private long repliesOfWatch() throws IOException {
    return watch.said().lines().filter(line -> line.startsWith("{")).count();
  }

  /** What the killed master had not yet written, it had counted: the next one tells. */
  private void killMaster() throws Exception {
    cluster.restartMaster();
    dropped += TaskClient.status(cluster.client()).master().store().orElseThrow().dropped();
  }

  /** Each picture has one result; the names of those that have. */
  private List<String> requireStoredOnce(int pictures) throws Exception {
    await().atMost(PATIENCE).until(() -> names().size() + dropped >= pictures);
    List<String> names = names();
    assertThat(new HashSet<>(names)).as("names in the store").hasSameSizeAs(names);
    assertThat(names).hasSizeBetween((int) (pictures - dropped), pictures);
    return names;
  }

  private List<String> names() throws Exception {
    String lines =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + cluster.httpPort() + "/v1/results"))
                    .header("Accept", "application/x-ndjson")
                    .build(),
                BodyHandlers.ofString())
            .body();
    List<String> names = new ArrayList<>();
    for (String line : (Iterable<String>) lines.lines()::iterator) {
      JsonNode reply = new ObjectMapper().readTree(line).path("reply");
      if (reply.path("status").asText().equals("complete")) {
        names.add(reply.path("name").asText());
      }
    }
    return names;
  }

  private String write(String name, byte[] bytes) throws IOException {
    Path file = inbox.resolve(name);
    Files.createDirectories(file.getParent());
    return content(Files.write(file, bytes));
  }

  /** Compares sorted lists: to look for each of ten thousand in the other list takes minutes. */
  private void requireEachOnce(List<String> sent) throws IOException {
    assertThat(allContents().stream().sorted().toList()).isEqualTo(sent.stream().sorted().toList());
  }

  /** The contents of all pictures, each with its camera. */
  private List<String> allContents() throws IOException {
    List<String> contents = new ArrayList<>();
    try (Stream<Path> files = Files.walk(inbox)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".jpg")).toList()) {
        contents.add(content(file));
      }
    }
    return contents;
  }

  private long count(String below) throws IOException {
    Path start = inbox.resolve(below);
    if (!Files.exists(start)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(start)) {
      return files.filter(it -> it.toString().endsWith(".jpg")).count();
    }
  }

  private static String content(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String text = bytes.length < 100 ? new String(bytes, UTF_8) : "" + Arrays.hashCode(bytes);
    return file.getParent().getFileName() + " " + text;
  }
}
