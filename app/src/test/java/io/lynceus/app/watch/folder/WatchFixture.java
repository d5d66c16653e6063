package io.lynceus.app.watch.folder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.app.watch.AnsweringMaster;
import io.lynceus.client.ClientConfig;
import io.lynceus.model.Ask;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A watched folder, stepped by the test, and a master that answers. */
final class WatchFixture implements Closeable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  final Path inbox;
  final AnsweringMaster master;
  final List<String> notes = new CopyOnWriteArrayList<>();
  final List<String> lines = new CopyOnWriteArrayList<>();
  WatchRules.After after = WatchRules.After.MOVE;
  boolean replies;
  Duration settle = Duration.ofMillis(30);
  Duration stored = Duration.ZERO;
  FileChanges changes = FileChanges.REAL;
  CameraNames cameras = CameraNames.byFolder();
  private final Path memory;
  private FolderWatch watch;
  private WatchLink link;

  WatchFixture(Path folder) throws IOException {
    inbox = Files.createDirectories(folder.toRealPath().resolve("inbox"));
    memory = folder.resolve("memory.seen");
    master = new AnsweringMaster();
  }

  /** Starts a watch, after the one before was stopped. */
  WatchFixture start() throws IOException {
    stop();
    WatchNotes told = new WatchNotes(notes::add);
    link =
        new WatchLink(
            new ClientConfig("127.0.0.1", master.port())
                .withRetries(new ClientConfig.Retries(Duration.ofDays(1), Duration.ofDays(1))),
            told);
    WatchRules rules =
        new WatchRules(
            after,
            replies,
            settle,
            Duration.ofMillis(10),
            stored,
            2,
            TemporaryNames.with(Optional.empty()));
    watch =
        new FolderWatch(rules, link, told, (name, reply) -> lines.add(name + " " + reply.status()));
    watch.add(
        inbox,
        memory,
        new PictureAsk(
            Ask.DEFAULT, cameras, PictureAsk.Times.AUTO, ZoneOffset.UTC, InstantSource.system()),
        changes);
    return this;
  }

  /** Ends the process's part, as a kill would: no file is touched. */
  void stop() throws IOException {
    if (watch != null) {
      link.close();
      watch.close();
    }
  }

  void step() throws Exception {
    watch.step();
  }

  /** Steps until it holds. */
  void until(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(
            "waited in vain; " + files() + "; " + notes + "; " + master.commands);
      }
      watch.step();
    }
  }

  /** Steps until nothing is left to do but what is named. */
  void untilOnly(String... left) throws Exception {
    until(() -> files("").equals(List.of(left)));
  }

  Path put(String name, byte[] bytes) throws IOException {
    Path file = inbox.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  Path putText(String name, String text) throws IOException {
    return put(name, text.getBytes(UTF_8));
  }

  /** The files below a folder of ours, without the name of the day; not what holds the lock. */
  List<String> files(String ours) throws IOException {
    Path start = inbox.resolve(ours);
    if (!Files.exists(start)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(start)) {
      return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .map(file -> inbox.relativize(file).toString())
          .filter(name -> !name.equals(".lynceus/lock"))
          .filter(name -> !ours.isEmpty() || !name.matches("(done|rejected|failed)/.*"))
          .map(name -> name.replaceFirst("^(done|rejected|failed)/\\d{4}-\\d\\d-\\d\\d/", "$1/"))
          .sorted()
          .toList();
    }
  }

  List<String> files() throws IOException {
    return Stream.of("", "done", "rejected", "failed")
        .flatMap(
            ours -> {
              try {
                return files(ours).stream();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            })
        .toList();
  }

  @Override
  public void close() throws IOException {
    stop();
    master.close();
  }
}
