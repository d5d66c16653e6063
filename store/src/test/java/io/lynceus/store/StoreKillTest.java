package io.lynceus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.store.result.FoundResult;
import io.lynceus.store.result.ResultPage;
import io.lynceus.store.result.ResultQuery;
import io.lynceus.store.result.StoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes; {@code -Dstore.kills=200} does so more often. */
class StoreKillTest {
  private static final int KILLS = Integer.getInteger("store.kills", 3);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path parent;

  @Test
  void afterAKillEveryResultIsThereWholeAndEveryPictureHasItsRow() throws Exception {
    Path folder = parent.resolve("store");
    Random random = new Random(KILLS);
    int promised = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      promised = writeUntilKilled(folder, promised, 1 + random.nextInt(20));
      try (ResultStore store = ResultStore.open(StoreConfig.of(folder))) {
        Set<String> uids = check(store, folder);
        for (int number = 0; number < promised; number++) {
          assertThat(uids).contains("k" + number);
        }
        promised = uids.size();
        assertThat(uids).contains("k" + (promised - 1)).hasSize(promised);
      }
    }
  }

  /** Returns how many results were stored for sure. */
  private int writeUntilKilled(Path folder, int first, int lines) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                StoreChild.class.getName(),
                folder.toString(),
                Integer.toString(first))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int stored = first;
    try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      for (int seen = 0; line != null; line = out.readLine()) {
        if (line.startsWith("stored ")) {
          stored = Integer.parseInt(line.substring("stored ".length()));
          seen++;
        }
        if (seen == lines) {
          // SIGKILL, in whatever it does after this line.
          child.toHandle().destroyForcibly();
        }
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    assertThat(stored).as("the child has written something").isGreaterThan(first);
    return stored;
  }

  private static Set<String> check(ResultStore store, Path folder) throws Exception {
    assertThat(store.state().problem()).isEmpty();
    Set<String> uids = new HashSet<>();
    Optional<String> cursor = Optional.empty();
    do {
      ResultPage page = store.search(ResultQuery.ALL.withLimit(500).withCursor(cursor));
      for (FoundResult result : page.results()) {
        assertThat(result.hasOriginal() && result.hasThumbnail()).isTrue();
        assertThat(result.facts().findings()).hasSize(1);
        assertThat(result.facts().outcomes()).hasSize(2);
        uids.add(result.facts().uid());
      }
      cursor = page.next();
    } while (cursor.isPresent());
    await().atMost(PATIENCE).until(() -> files(folder) == 2L * uids.size());
    assertThat(store.check().problems()).isEmpty();
    return uids;
  }

  private static long files(Path folder) throws IOException, StoreException {
    long count = 0;
    for (String each : List.of("pictures", "thumbnails")) {
      try (Stream<Path> files = Files.walk(folder.resolve(each))) {
        count += files.filter(Files::isRegularFile).count();
      }
    }
    return count;
  }
}
