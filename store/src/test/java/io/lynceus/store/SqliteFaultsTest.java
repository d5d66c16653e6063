package io.lynceus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynceus.model.Camera;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.model.ledger.LineCount;
import io.lynceus.store.StoreState.Phase;
import io.lynceus.store.database.SqliteDatabase;
import io.lynceus.store.result.EraseCriteria;
import io.lynceus.store.result.EventQuery;
import io.lynceus.store.result.ResultQuery;
import io.lynceus.store.result.ResultSummary.LabelCount;
import io.lynceus.store.result.ResultSummary.Slice;
import io.lynceus.store.result.StoreException;
import io.lynceus.store.result.SummaryQuery;
import io.lynceus.store.result.SummaryQuery.Step;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are damaged, full, old, copied. */
class SqliteFaultsTest {
  private static final Instant START = TestResults.START;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path parent;

  private Path folder() {
    return parent.resolve("store");
  }

  private Path file() {
    return folder().resolve(SqliteDatabase.FILE);
  }

  private static ResultStore opened(Path folder) throws StoreException {
    return ResultStore.open(StoreConfig.of(folder));
  }

  /** What is in kept files is old one day. */
  private static ResultStore openedForLong(Path folder) throws StoreException {
    StoreConfig usual = StoreConfig.of(folder);
    return ResultStore.open(
        new StoreConfig(
            folder,
            Optional.empty(),
            usual.pictures(),
            new Keep(Duration.ofDays(36_500), Duration.ofDays(7), Map.of()),
            usual.bytes(),
            usual.minFree()));
  }

  private static void add(ResultStore store, String... uids) throws InterruptedException {
    for (String uid : uids) {
      store.add(TestResults.person(uid, START, "yard"));
    }
    store.flush();
  }

  private static List<String> uids(ResultStore store) throws StoreException {
    return store.search(ResultQuery.ALL).results().stream()
        .map(result -> result.facts().uid())
        .toList();
  }

  private static void awaitPhase(ResultStore store, Phase phase) {
    await().atMost(PATIENCE).until(() -> store.state().phase() == phase);
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.executeUpdate(each);
      }
    }
  }

  @Test
  void aDamagedFileFailsUntilItIsMovedAway() throws Exception {
    Files.createDirectories(folder());
    Files.writeString(file(), "this is no database, but a text that is long enough ".repeat(100));
    try (ResultStore store = opened(folder())) {
      assertThat(store.state().phase()).isEqualTo(Phase.FAILED);
      assertThat(store.state().problem().orElseThrow())
          .contains("lynceus.db is damaged: move it away");
      assertThat(store.add(TestResults.person("a", START, "yard"))).isFalse();
      assertThat(store.state().counts().dropped()).isEqualTo(1);
      assertThatThrownBy(() -> store.search(ResultQuery.ALL)).isInstanceOf(StoreException.class);
      Files.move(file(), folder().resolve("damaged.db"));
      awaitPhase(store, Phase.OK);
      add(store, "b");
      assertThat(uids(store)).containsExactly("b");
    }
    assertThat(Files.readString(folder().resolve("damaged.db"))).startsWith("this is no database");
  }

  @Test
  void checkTellsOfDamage() throws Exception {
    try (ResultStore store = opened(folder())) {
      for (int i = 0; i < 200; i++) {
        store.add(TestResults.person("a" + i, START.plusSeconds(i), "yard"));
      }
    }
    byte[] bytes = Files.readAllBytes(file());
    for (int i = bytes.length / 2; i < bytes.length; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(file(), bytes);
    assertThat(ResultStore.checkClosed(StoreConfig.of(folder())).problems())
        .isNotEmpty()
        .allMatch(problem -> problem.contains("damaged"));
  }

  @Test
  void aStoreOfAnEarlierVersionIsBroughtToThisOne() throws Exception {
    copyKept("store-version-1.db.gz");
    try (ResultStore store = openedForLong(folder())) {
      assertThat(store.state().problem()).isEmpty();
      assertThat(uids(store)).containsExactly("kept2", "kept1");
      assertThat(store.search(ResultQuery.ALL.withWords("kept2 yard")).results()).hasSize(1);
      Slice hour = store.summary(hourOf(Instant.parse("2026-11-30T00:00:00Z"))).steps().get(0);
      assertThat(hour.images()).isEqualTo(2);
      assertThat(hour.labels()).containsEntry("person", new LabelCount(2, 2));
      assertThat(hour.covered()).hasValue(1 / 60.0);
      store.audit("sign-in", "first");
      add(store, "new");
      store.events().put(List.of(EventsContract.event("e1", 1)), Map.of("yard", new byte[] {7}));
      assertThat(store.events().search(EventQuery.ALL).events()).hasSize(1);
      assertThat(store.events().presence()).containsOnlyKeys("yard");
      assertThat(store.check().problems()).isEmpty();
      assertThat(store.check().auditEntries()).isEqualTo(1);
    }
  }

  private void copyKept(String name) throws IOException {
    Files.createDirectories(folder());
    try (InputStream kept = new GZIPInputStream(SqliteFaultsTest.class.getResourceAsStream(name))) {
      Files.copy(kept, file());
    }
  }

  @Test
  void anEventOfAnEarlierVersionTakesAlongWhatIsToldOfItNow() throws Exception {
    copyKept("store-version-4.db.gz");
    try (ResultStore store = openedForLong(folder())) {
      SceneEvent event = store.events().find("kept-event").orElseThrow().event();
      assertThat(store.events().presence()).containsEntry("yard", new byte[] {1, 2, 3});
      store
          .events()
          .put(
              List.of(event.over()),
              Set.of(),
              Map.of(),
              List.of(OutboxContract.item(1, "mqtt", event)));
      assertThat(store.outbox().pending("mqtt", 0, 9)).hasSize(1);
      store.erase(
          new EraseCriteria(
              Optional.of("yard"),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty()));
      assertThat(store.events().find("kept-event")).isEmpty();
      assertThat(store.outbox().pending("mqtt", 0, 9)).isEmpty();
      assertThat(store.check().problems()).isEmpty();
    }
  }

  @Test
  void aStoreOfAVersionWithoutALedgerCountsLinesAndKeepsWhatHasToBeTold() throws Exception {
    copyKept("store-version-5.db.gz");
    LineCount count =
        new LineCount("door", new Camera("yard"), LineCount.quarter(Instant.now()), 2, 1, 0, 9, 1);
    try (ResultStore store = openedForLong(folder())) {
      assertThat(store.events().find("kept-event")).isPresent();
      assertThat(store.outbox().pending("mqtt", 0, 9))
          .singleElement()
          .satisfies(item -> assertThat(item.id()).isEqualTo("kept-item"));
      store.ledger().add(List.of(count));
      store.ledger().add(List.of(count));
    }
    try (ResultStore store = openedForLong(folder())) {
      assertThat(store.ledger().list(List.of(count), Optional.empty(), Instant.now()))
          .containsExactly(count.plus(count));
      assertThat(store.check().problems()).isEmpty();
    }
  }

  private static SummaryQuery hourOf(Instant start) {
    return new SummaryQuery(
        Step.HOUR,
        start,
        start.plus(Duration.ofHours(1)),
        ZoneOffset.UTC,
        Optional.empty(),
        Optional.of("person"));
  }

  @Test
  void aStoreOfALaterVersionIsRefused() throws Exception {
    opened(folder()).close();
    execute("PRAGMA user_version = 999");
    assertThatThrownBy(() -> opened(folder()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("version 999");
    execute("PRAGMA user_version = 6");
    opened(folder()).close();
  }

  @Test
  void aBackupIsAStoreOfItsOwn() throws Exception {
    Path copy = parent.resolve("copy");
    try (ResultStore store = opened(folder())) {
      add(store, "a", "b");
      store.audit("export", "x");
      store.backup(copy);
      add(store, "after");
      store.erase(
          new EraseCriteria(
              Optional.of("yard"),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty()));
      assertThatThrownBy(() -> store.backup(copy)).hasMessageContaining("is there already");
      assertThatThrownBy(() -> store.backup(parent.resolve("no/copy")))
          .hasMessageContaining("there is no folder");
    }
    try (ResultStore restored = opened(copy)) {
      assertThat(uids(restored)).containsExactlyInAnyOrder("a", "b");
      assertThat(restored.find("a").orElseThrow().hasOriginal()).isTrue();
      CheckReport report = restored.check();
      assertThat(report.problems()).isEmpty();
      assertThat(report.pictures()).isEqualTo(2);
      assertThat(report.auditEntries()).isEqualTo(1);
      add(restored, "c");
      assertThat(uids(restored)).hasSize(3);
    }
  }

  @Test
  void aBackupOfAStoreThatIsWrittenIsWhole() throws Exception {
    try (ResultStore store = opened(folder())) {
      Thread writer =
          new Thread(
              () -> {
                for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                  try {
                    store.add(TestResults.person("w" + i, START.plusSeconds(i), "yard"));
                    if (i % 40 == 39) {
                      store.erase(before(START.plusSeconds(i - 20)));
                    }
                  } catch (InterruptedException | StoreException e) {
                    return;
                  }
                }
              });
      writer.start();
      await().atMost(PATIENCE).until(() -> store.state().counts().erased() > 20);
      store.backup(parent.resolve("copy"));
      writer.interrupt();
      writer.join();
    }
    assertThat(ResultStore.checkClosed(StoreConfig.of(parent.resolve("copy"))).problems())
        .isEmpty();
  }

  private static EraseCriteria before(Instant time) {
    return new EraseCriteria(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(time));
  }

  @Test
  void aChangedAuditTableShows() throws Exception {
    try (ResultStore store = opened(folder())) {
      for (int i = 0; i < 4; i++) {
        store.audit("sign-in", "entry " + i);
      }
    }
    assertThatThrownBy(() -> execute("UPDATE audit SET body = 'x' WHERE seq = 2"))
        .hasMessageContaining("append-only");
    assertThatThrownBy(() -> execute("DELETE FROM audit WHERE seq = 4"))
        .hasMessageContaining("append-only");
    execute("DROP TRIGGER audit_stays", "DROP TRIGGER audit_grows");
    execute("DELETE FROM audit WHERE seq = 4");
    assertThat(ResultStore.checkClosed(StoreConfig.of(folder())).problems())
        .containsExactly("the audit table was changed: entries after 3 are missing");
    execute("UPDATE audit SET body = 'x' WHERE seq = 2");
    assertThat(ResultStore.checkClosed(StoreConfig.of(folder())).problems())
        .containsExactly("the audit table was changed: entry 2 is not the one that was written");
  }

  @Test
  void theFileShrinksWhenResultsGo() throws Exception {
    try (ResultStore store = opened(folder())) {
      for (int i = 0; i < 300; i++) {
        store.add(TestResults.withReply("a" + i, START, TestResults.file("reply" + i, 8_000)));
      }
    }
    long before = Files.size(file());
    assertThat(before).isGreaterThan(2_000_000);
    try (ResultStore store = opened(folder())) {
      store.erase(before(START.plusSeconds(1)));
      await().atMost(PATIENCE).until(() -> Files.size(file()) < before / 4);
      assertThat(store.check().problems()).isEmpty();
    }
  }

  @Test
  void aSearchThatTakesTooLongIsStopped() throws Exception {
    opened(folder()).close();
    String endless =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n";
    try (SqliteDatabase database = new SqliteDatabase(folder(), 1, Duration.ofMillis(50))) {
      assertThatThrownBy(() -> database.read(session -> session.number(endless)))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.TOO_SLOW));
      assertThat(database.<Long>read(session -> session.number("SELECT 7").getAsLong()))
          .isEqualTo(7);
      assertThatThrownBy(() -> database.read(session -> session.update("DELETE FROM image")))
          .isInstanceOf(StoreException.class);
    }
  }

  @Test
  void aFullDiskAndAReadOnlyOneDropResultsAndComeBack() throws Exception {
    Path disk = Files.createDirectory(parent.resolve("disk"));
    assumeTrue(
        mount("-t", "tmpfs", "-o", "size=20m", "lynceus-test", disk.toString()),
        "only root can mount a small disk");
    StoreConfig config =
        new StoreConfig(
            disk.resolve("store"),
            Optional.empty(),
            PictureRule.ALL,
            new Keep(Duration.ofDays(9), Duration.ofDays(9), Map.of()),
            1L << 40,
            0);
    try (ResultStore store = ResultStore.open(config)) {
      add(store, "first");
      Path ballast = disk.resolve("ballast");
      fill(ballast);
      for (int i = 0; store.state().phase() == Phase.OK; i++) {
        assertThat(i).isLessThan(10_000);
        store.add(
            TestResults.withFile(
                "big" + i, START.plusSeconds(i), "yard", TestResults.file("big" + i, 1 << 20)));
        store.flush();
      }
      assertThat(store.state().problem().orElseThrow()).containsIgnoringCase("disk");
      assertThat(store.state().counts().dropped()).isPositive();
      Files.delete(ballast);
      awaitPhase(store, Phase.OK);
      add(store, "second");
      assertThat(uids(store)).contains("second");
      assertThat(store.check().problems()).isEmpty();
    }
    assertThat(mount("-o", "remount,ro", disk.toString())).isTrue();
    try (ResultStore store = ResultStore.open(config)) {
      assertThat(store.state().phase()).isEqualTo(Phase.FAILED);
      assertThat(store.state().problem().orElseThrow()).containsIgnoringCase("read-only");
      assertThat(store.add(TestResults.person("lost", START, "yard"))).isFalse();
      assertThat(mount("-o", "remount,rw", disk.toString())).isTrue();
      awaitPhase(store, Phase.OK);
      add(store, "third");
      assertThat(uids(store)).contains("third").doesNotContain("lost");
      assertThat(store.check().problems()).isEmpty();
    } finally {
      new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor();
    }
  }

  private static void fill(Path ballast) throws IOException {
    try (var out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("space");
    }
  }

  private static boolean mount(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = "mount";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
