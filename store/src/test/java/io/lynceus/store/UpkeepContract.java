package io.lynceus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lynceus.store.StoreState.Phase;
import io.lynceus.store.audit.AuditEntry;
import io.lynceus.store.audit.AuditHead;
import io.lynceus.store.result.ResultQuery;
import io.lynceus.store.result.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the store promises of age, room, checks and faults, with each database. */
abstract class UpkeepContract extends ErasureContract {
  @Test
  void factsAndPicturesGoByTheirAgeAndThatOfTheirCamera() throws Exception {
    Keep keep =
        new Keep(
            Duration.ofDays(2),
            Duration.ofDays(1),
            Map.of("gate", new Keep.CameraKeep(Optional.of(Duration.ofDays(9)), Optional.empty())));
    reopen(keeping(config(), keep));
    add(
        TestResults.person("yard", START, "yard"),
        TestResults.person("gate", START, "gate"),
        TestResults.result("nobody", START, Optional.empty(), List.of()));
    host.advance(Duration.ofHours(25));
    await().atMost(PATIENCE).until(() -> files().isEmpty());
    assertThat(uids(ResultQuery.ALL)).hasSize(3);
    assertThat(store().state().counts().expiredPictures()).isEqualTo(2);
    host.advance(Duration.ofHours(24));
    await().atMost(PATIENCE).until(() -> uids(ResultQuery.ALL).size() == 1);
    assertThat(uids(ResultQuery.ALL)).containsExactly("gate");
    await().atMost(PATIENCE).until(() -> store().state().counts().expired() == 2);
    assertSound();
  }

  @Test
  void aClockThatIsSetForwardDeletesNothingForAnHour() throws Exception {
    add(TestResults.person("a", START, "yard"));
    host.setClock(Duration.ofDays(400));
    // An expiry has run with the new time when the database's size is known anew after this.
    host.advance(Duration.ofMinutes(1));
    add(TestResults.person("b", START, "yard"));
    awaitChores();
    assertThat(uids(ResultQuery.ALL)).containsExactlyInAnyOrder("a", "b");
    host.advance(Duration.ofMinutes(61));
    await().atMost(PATIENCE).until(() -> uids(ResultQuery.ALL).equals(List.of("b")));
    assertSound();
  }

  @Test
  void aClockThatIsSetBackLosesNothing() throws Exception {
    add(TestResults.person("a", START, "yard"));
    host.setClock(Duration.ofDays(-4000));
    awaitChores();
    add(TestResults.person("b", START.plusSeconds(1), "yard"));
    assertThat(uids(ResultQuery.ALL)).containsExactly("b", "a");
  }

  /** Waits until age was looked at twice: it is each second, by the clock that does not step. */
  private void awaitChores() throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      host.advance(Duration.ofSeconds(2));
      store().flush();
      store().flush();
    }
  }

  @Test
  void theOldestPicturesGoWhenTheBoundOfBytesIsReached() throws Exception {
    long bound = 16 << 20;
    reopen(with(config(), PictureRule.ALL, bound));
    int size = 1 << 20;
    for (int i = 0; i < 40; i++) {
      host.advance(Duration.ofSeconds(1));
      add(
          TestResults.withFile(
              "p" + i, START.plusSeconds(i), "yard", TestResults.file("p" + i, size)));
      long held =
          store().state().pictureBytes().getAsLong() + store().state().databaseBytes().orElse(0);
      assertThat(held).isLessThanOrEqualTo(bound + bound / 20);
    }
    assertThat(uids(ResultQuery.ALL)).hasSize(40);
    assertThat(store().find("p39").orElseThrow().hasOriginal()).isTrue();
    assertThat(store().find("p0").orElseThrow().hasOriginal()).isFalse();
    assertSound();
  }

  @Test
  void theOldestPicturesGoWhenTheDiskHasLittleRoom() throws Exception {
    add(TestResults.person("old", START, "yard"));
    host.disk(4, 100);
    add(TestResults.person("new", START.plusSeconds(1), "yard"));
    assertThat(store().find("old").orElseThrow().hasOriginal()).isFalse();
    assertThat(store().find("new").orElseThrow().hasOriginal()).isFalse();
    assertThat(files()).isEmpty();
    host.disk(1L << 40, 1L << 40);
    add(TestResults.person("newer", START.plusSeconds(2), "yard"));
    assertThat(store().find("newer").orElseThrow().hasOriginal()).isTrue();
    assertSound();
  }

  @Test
  void aFileWithoutARowAndARowWithoutAFileAreFoundAndMended() throws Exception {
    add(TestResults.person("a", START, "yard"), TestResults.person("b", START, "yard"));
    String a = store().find("a").orElseThrow().facts().image().sha256();
    store().close();
    Files.delete(
        config().folder().resolve("pictures").resolve(a.substring(0, 2)).resolve(a + ".jpg"));
    Path orphan = config().folder().resolve("thumbnails/ab").resolve("ab".repeat(32) + ".jpg");
    Files.createDirectories(orphan.getParent());
    Files.write(orphan, new byte[3]);
    Files.setLastModifiedTime(orphan, FileTime.from(Instant.now().minusSeconds(90)));
    assertThat(ResultStore.checkClosed(config()).problems())
        .containsExactlyInAnyOrder(
            "the picture " + a + " is missing", orphan + " belongs to no result");
    reopen(config());
    await().atMost(PATIENCE).until(() -> !Files.exists(orphan));
    await().atMost(PATIENCE).until(() -> !store().find("a").orElseThrow().hasOriginal());
    await().atMost(PATIENCE).until(() -> store().check().isSound());
  }

  @Test
  void auditEntriesAreChained() throws Exception {
    for (int i = 0; i < 5; i++) {
      store().audit("sign-in", "{\"name\":\"Änne " + i + "\\u0000\u0000\"}");
    }
    assertThat(store().check().auditEntries()).isEqualTo(5);
    assertSound();
    reopen(config());
    store().audit("export", "camera=yard");
    assertThat(store().check().auditEntries()).isEqualTo(6);
    assertSound();
    assertThatThrownBy(() -> store().audit("Sign In", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().audit("sign-in", "x".repeat(16_385)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theEndOfTheAuditTableIsSigned() throws Exception {
    assertThat(store().auditHead()).isEmpty();
    for (int i = 1; i <= 3; i++) {
      store().audit("sign-in", "entry " + i);
    }
    assertThat(store().audit(1, 1)).extracting(AuditEntry::body).containsExactly("entry 2");
    AuditHead head = store().auditHead().orElseThrow();
    assertThat(head.entries()).isEqualTo(3);
    assertThat(head.hash()).isEqualTo(store().audit(2, 10).get(0).hash());
    assertThat(head.isGenuine()).isTrue();
    reopen(config());
    assertThat(store().auditHead().orElseThrow().key()).isEqualTo(head.key());
  }

  @Test
  void aSecondStoreOnTheSameIsRefused() {
    assertThatThrownBy(() -> ResultStore.open(config()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("another master uses the store in");
    assertThatThrownBy(() -> ResultStore.checkClosed(config()))
        .hasMessageContaining("another master");
  }

  @Test
  void aStoreThatNoMasterHasOpenCanBeChecked() throws Exception {
    add(TestResults.person("a", START, "yard"));
    store().close();
    CheckReport report = ResultStore.checkClosed(config());
    assertThat(report.problems()).isEmpty();
    assertThat(report.results()).isEqualTo(1);
    assertThat(report.pictures()).isEqualTo(1);
    assertThat(store().state().phase()).isEqualTo(Phase.CLOSED);
    assertThat(store().add(TestResults.person("b", START, "yard"))).isFalse();
    assertThat(store().state().counts().dropped()).isEqualTo(1);
  }

  @Test
  void whileTheFolderDoesNotWorkResultsAreDroppedAndCountedAndThenItComesBack() throws Exception {
    add(TestResults.person("before", START, "yard"));
    Path pictures = config().folder().resolve("pictures");
    Path aside = config().folder().resolve("aside");
    Files.move(pictures, aside);
    Files.createFile(pictures);
    store().add(TestResults.person("lost", START, "yard"));
    await().atMost(PATIENCE).until(() -> store().state().phase() == Phase.FAILED);
    assertThat(store().state().problem().orElseThrow()).contains("pictures");
    assertThat(store().state().results()).isEmpty();
    assertThat(store().add(TestResults.person("lost too", START, "yard"))).isFalse();
    assertThat(store().state().counts().dropped()).isEqualTo(2);
    assertThat(uids(ResultQuery.ALL)).containsExactly("before");
    assertThatThrownBy(() -> store().audit("sign-in", "x"))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.UNAVAILABLE));
    Files.delete(pictures);
    Files.move(aside, pictures);
    await().atMost(PATIENCE).until(() -> store().state().phase() == Phase.OK);
    add(TestResults.person("after", START.plusSeconds(1), "yard"));
    assertThat(uids(ResultQuery.ALL)).containsExactly("after", "before");
    assertSound();
  }
}
