package io.lynceus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.store.result.EraseCriteria;
import io.lynceus.store.result.FoundResult;
import io.lynceus.store.result.KeptPicture;
import io.lynceus.store.result.PictureSize;
import io.lynceus.store.result.ResultQuery;
import io.lynceus.store.result.StoredFinding;
import io.lynceus.store.result.StoredResult;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the store promises of pictures and of erasing, with each database. */
abstract class ErasureContract extends StoreFixture {
  @Test
  void picturesAreKeptByTheRule() throws Exception {
    StoredFinding masked =
        new StoredFinding(
            "objects",
            "person",
            0.9,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.of("masked:tree"));
    add(
        TestResults.person("person", START, "yard"),
        TestResults.result("nothing", START, YARD, List.of()),
        TestResults.result("masked", START, YARD, List.of(masked)));
    FoundResult person = store().find("person").orElseThrow();
    assertThat(person.hasOriginal() && person.hasThumbnail()).isTrue();
    assertThat(store().find("nothing").orElseThrow().hasOriginal()).isFalse();
    assertThat(store().find("masked").orElseThrow().hasThumbnail()).isFalse();
    String sha256 = person.facts().image().sha256();
    assertThat(read(sha256, PictureSize.ORIGINAL)).isEqualTo(TestResults.file("person", 100));
    assertThat(read(sha256, PictureSize.THUMBNAIL)).isEqualTo(TestResults.file("small person", 20));
    assertThat(store().picture("../../etc/passwd", PictureSize.ORIGINAL)).isEmpty();
    assertThat(files()).hasSize(2);

    reopen(with(config(), PictureRule.ALL, config().bytes()));
    add(TestResults.result("empty", START, YARD, List.of()));
    assertThat(store().find("empty").orElseThrow().hasOriginal()).isTrue();
    reopen(with(config(), PictureRule.NONE, config().bytes()));
    add(TestResults.person("none", START, "yard"));
    assertThat(store().find("none").orElseThrow().hasOriginal()).isFalse();
    assertSound();
  }

  private byte[] read(String sha256, PictureSize size) throws Exception {
    try (KeptPicture picture = store().picture(sha256, size).orElseThrow()) {
      assertThat(picture.format()).isEqualTo("jpeg");
      ByteBuffer content = ByteBuffer.allocate((int) picture.bytes() + 1);
      while (picture.content().read(content) > 0) {}
      byte[] bytes = new byte[content.position()];
      content.flip().get(bytes);
      return bytes;
    }
  }

  @Test
  void aPictureGoesWithTheLastResultThatHasIt() throws Exception {
    byte[] content = TestResults.file("shared", 300);
    add(
        TestResults.withFile("a", START, "yard", content),
        TestResults.withFile("b", START, "gate", content));
    assertThat(store().state().pictureBytes()).hasValue(300);
    assertThat(store().erase(camera("yard"))).isEqualTo(1);
    assertThat(files()).hasSize(1);
    assertThat(store().erase(camera("gate"))).isEqualTo(1);
    assertThat(files()).isEmpty();
    assertThat(store().state().pictureBytes()).hasValue(0);
    assertSound();
  }

  @Test
  void oneIdIsErasedAlone() throws Exception {
    byte[] content = TestResults.file("shared", 300);
    add(
        TestResults.withFile("a", START, "yard", content),
        TestResults.withFile("b", START, "yard", content),
        TestResults.person("c", START, "yard"));
    assertThat(store().erase("none")).isZero();
    assertThat(store().erase("a")).isEqualTo(1);
    assertThat(uids(ResultQuery.ALL)).containsExactlyInAnyOrder("b", "c");
    assertThat(store().find("b").orElseThrow().hasOriginal()).isTrue();
    assertThat(store().erase("b")).isEqualTo(1);
    assertThat(store().picture(TestResults.sha256(content), PictureSize.ORIGINAL)).isEmpty();
    assertThat(store().state().counts().erased()).isEqualTo(2);
    assertSound();
  }

  @Test
  void whatIsErasedIsFoundByNoSearch() throws Exception {
    Random random = new Random(8);
    Set<String> others = new HashSet<>();
    for (int i = 0; i < 250; i++) {
      StoredResult result = TestResults.random(random, i);
      store().add(result);
      if (result.facts().findings().stream()
          .noneMatch(f -> f.counts() && f.person().equals(Optional.of("Änne")))) {
        others.add(result.facts().uid());
      }
    }
    store().flush();
    EraseCriteria anne =
        new EraseCriteria(
            Optional.empty(),
            Optional.empty(),
            Optional.of("Änne"),
            Optional.empty(),
            Optional.empty());
    assertThat(store().count(anne)).isEqualTo(250 - others.size());
    assertThat(store().erase(anne)).isEqualTo(250 - others.size());
    assertThat(uids(ResultQuery.ALL)).containsExactlyInAnyOrderElementsOf(others);
    assertThat(uids(ResultQuery.ALL.withWords("anne"))).isEmpty();
    assertThat(store().state().results()).hasValue(others.size());
    assertThat(store().state().counts().erased()).isEqualTo(250 - others.size());
    assertSound();
    add(TestResults.person("again", START, "yard"));
    assertThat(uids(ResultQuery.ALL.withLabel("person"))).contains("again");

    EraseCriteria early =
        new EraseCriteria(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(START.plusSeconds(18_000)));
    store().erase(early);
    assertThat(store().search(ResultQuery.ALL.withLimit(500)).results())
        .isNotEmpty()
        .allMatch(result -> !result.facts().at().isBefore(START.plusSeconds(18_000)));
    assertSound();
  }

  @Test
  @Timeout(120)
  void anErasureEndsHoweverFastTheCameraSends() throws Exception {
    for (int i = 0; i < 150; i++) {
      store().add(TestResults.person("old" + i, START.plusSeconds(i), "yard"));
    }
    store().flush();
    AtomicBoolean erased = new AtomicBoolean();
    Thread sender =
        new Thread(
            () -> {
              for (int i = 0; !erased.get(); i++) {
                try {
                  store().add(TestResults.person("new" + i, START.plusSeconds(1000 + i), "yard"));
                  if (i % 110 == 109) { // more than a step of the erasure
                    store().flush();
                  }
                } catch (InterruptedException e) {
                  return;
                }
              }
            });
    sender.start();
    try {
      assertThat(store().erase(camera("yard"))).isGreaterThanOrEqualTo(150);
    } finally {
      erased.set(true);
      sender.join();
    }
    store().flush();
    assertThat(
            uids(ResultQuery.ALL.withTimes(Optional.empty(), Optional.of(START.plusSeconds(999)))))
        .isEmpty();
    assertSound();
  }

  @Test
  void nothingIsErasedWithoutACriterion() {
    assertThatThrownBy(
            () ->
                new EraseCriteria(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))
        .hasMessageContaining("say what is to be erased");
  }
}
