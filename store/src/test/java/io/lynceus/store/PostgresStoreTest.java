package io.lynceus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynceus.store.StoreState.Phase;
import io.lynceus.store.database.PostgresDatabase;
import io.lynceus.store.result.ResultQuery;
import io.lynceus.store.result.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The store in PostgreSQL: a real server, which this starts. */
@Tag("gate")
class PostgresStoreTest extends LedgerContract {
  private static PostgresServer server;

  @BeforeAll
  static void startServer() throws Exception {
    assumeTrue(
        PostgresServer.programs().isPresent(),
        "there is no PostgreSQL: apt-get install postgresql");
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @Override
  Optional<String> newDatabase() throws Exception {
    return Optional.of(server.newDatabase());
  }

  @Test
  void whileTheServerIsAwayResultsAreDroppedAndCountedAndThenItComesBack() throws Exception {
    add(TestResults.person("before", START, "yard"));
    server.stop();
    try {
      store().add(TestResults.person("lost", START, "yard"));
      await().atMost(PATIENCE).until(() -> store().state().phase() == Phase.FAILED);
      assertThat(store().state().problem().orElseThrow())
          .contains("PostgreSQL at 127.0.0.1")
          .contains("does not work");
      assertThatThrownBy(() -> store().search(ResultQuery.ALL)).isInstanceOf(StoreException.class);
    } finally {
      server.startAgain();
    }
    await().atMost(PATIENCE).until(() -> store().state().phase() == Phase.OK);
    add(TestResults.person("after", START.plusSeconds(1), "yard"));
    assertThat(uids(ResultQuery.ALL)).containsExactly("after", "before");
    assertThat(store().state().counts().dropped()).isEqualTo(1);
    assertSound();
  }

  /** The planner is told which way to go: both find the same, in the same order. */
  @Test
  void rareWordsAreSoughtAndFrequentOnesWalkedTo() throws Exception {
    for (int i = 0; i < 250; i++) {
      store().add(TestResults.person("f" + i, START.plusSeconds(i), "yard"));
    }
    store().flush();
    try (PostgresDatabase database =
        new PostgresDatabase(config().url().orElseThrow(), 1, PATIENCE)) {
      List<String> frequent = List.of("jpg", "yard");
      assertThat(areSoughtFirst(database, frequent)).as("without statistics").isTrue();
      List<String> before = uids(ResultQuery.ALL.withWords("jpg yard").withLimit(300));
      assertThat(before).hasSize(250).startsWith("f249").endsWith("f0");
      var unused =
          database.readSlowly(
              session -> {
                session.execute("ANALYZE image_text");
                return true;
              });
      assertThat(areSoughtFirst(database, frequent)).isFalse();
      assertThat(areSoughtFirst(database, List.of("jpg", "f17"))).isTrue();
      assertThat(uids(ResultQuery.ALL.withWords("jpg yard").withLimit(300))).isEqualTo(before);
      assertThat(uids(ResultQuery.ALL.withWords("jpg f17"))).containsExactly("f17");
    }
  }

  private static boolean areSoughtFirst(PostgresDatabase database, List<String> tokens)
      throws StoreException {
    return database.read(session -> database.areSoughtFirst(session, tokens));
  }

  @Test
  void aMasterWithAnotherFolderIsRefusedTheSameDatabase() {
    StoreConfig other =
        new StoreConfig(
            config().folder().resolveSibling("other"),
            config().url(),
            config().pictures(),
            config().keep(),
            config().bytes(),
            config().minFree());
    assertThatThrownBy(() -> ResultStore.open(other))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("another master uses this database");
  }

  @Test
  void aSearchThatTakesTooLongIsStopped() throws Exception {
    String url = config().url().orElseThrow();
    try (PostgresDatabase database = new PostgresDatabase(url, 1, Duration.ofMillis(100))) {
      assertThatThrownBy(
              () -> database.read(session -> session.number("SELECT 1 FROM pg_sleep(600)")))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.TOO_SLOW));
      assertThatThrownBy(() -> database.read(session -> session.update("DELETE FROM image")))
          .isInstanceOf(StoreException.class);
    }
  }

  @Test
  void itsOwnToolsMakeItsBackups() {
    assertThatThrownBy(() -> store().backup(config().folder().resolveSibling("copy")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("pg_dump");
  }
}
