package io.lynceus.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.store.StoreState.Phase;
import io.lynceus.store.result.EraseCriteria;
import io.lynceus.store.result.ResultPage;
import io.lynceus.store.result.ResultQuery;
import io.lynceus.store.result.StoreException;
import io.lynceus.store.result.StoredResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store with an empty database, on a clock and a disk that tests drive. */
abstract class StoreFixture {
  static final Instant START = TestResults.START;
  static final Optional<String> YARD = Optional.of("yard");
  static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path parent;

  final TestHost host = new TestHost();
  private StoreConfig config;
  private ResultStore store;

  /** A database that is empty. */
  abstract Optional<String> newDatabase() throws Exception;

  @BeforeEach
  void open() throws Exception {
    config =
        new StoreConfig(
            parent.resolve("store"),
            newDatabase(),
            PictureRule.EVENTS,
            Keep.USUAL,
            StoreConfig.USUAL_BYTES,
            StoreConfig.USUAL_MIN_FREE);
    store = ResultStore.open(config, host.host());
    assertThat(store.state().problem()).isEmpty();
  }

  @AfterEach
  void close() {
    store.close();
  }

  ResultStore store() {
    return store;
  }

  StoreConfig config() {
    return config;
  }

  void reopen(StoreConfig changed) throws StoreException {
    store.close();
    config = changed;
    store = ResultStore.open(changed, host.host());
    assertThat(store.state().problem()).isEmpty();
  }

  void add(StoredResult... results) throws InterruptedException {
    for (StoredResult result : results) {
      assertThat(store.add(result)).isTrue();
    }
    store.flush();
    assertThat(store.state().phase()).isEqualTo(Phase.OK);
  }

  static StoreConfig keeping(StoreConfig config, Keep keep) {
    return new StoreConfig(
        config.folder(), config.url(), config.pictures(), keep, config.bytes(), config.minFree());
  }

  static StoreConfig with(StoreConfig config, PictureRule rule, long bytes) {
    return new StoreConfig(
        config.folder(), config.url(), rule, config.keep(), bytes, config.minFree());
  }

  List<String> uids(ResultQuery query) throws StoreException {
    List<String> uids = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      ResultPage page = store.search(query.withCursor(cursor));
      page.results().forEach(result -> uids.add(result.facts().uid()));
      cursor = page.next();
    } while (cursor.isPresent());
    return uids;
  }

  Set<String> files() throws IOException {
    Set<String> names = new HashSet<>();
    for (String folder : List.of("pictures", "thumbnails")) {
      try (Stream<Path> files = Files.walk(config.folder().resolve(folder))) {
        files
            .filter(Files::isRegularFile)
            .forEach(file -> names.add(folder + "/" + file.getFileName()));
      }
    }
    return names;
  }

  void assertSound() throws StoreException {
    assertThat(store.check().problems()).isEmpty();
  }

  static EraseCriteria camera(String name) {
    return new EraseCriteria(
        Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
