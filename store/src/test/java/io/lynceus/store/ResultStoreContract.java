package io.lynceus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lynceus.store.StoreState.Phase;
import io.lynceus.store.result.EraseCriteria;
import io.lynceus.store.result.FoundResult;
import io.lynceus.store.result.KeptPicture;
import io.lynceus.store.result.PictureSize;
import io.lynceus.store.result.ResultFacts;
import io.lynceus.store.result.ResultPage;
import io.lynceus.store.result.ResultQuery;
import io.lynceus.store.result.ResultSummary;
import io.lynceus.store.result.ResultSummary.LabelCount;
import io.lynceus.store.result.StoreException;
import io.lynceus.store.result.StoredFinding;
import io.lynceus.store.result.StoredResult;
import io.lynceus.store.result.SummaryQuery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the store promises with each database. */
abstract class ResultStoreContract {
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

  @Test
  void whatIsAddedIsFoundAsItWas() throws Exception {
    StoredResult added = TestResults.random(new Random(3), 7);
    add(added);
    FoundResult found = store.find("r7").orElseThrow();
    ResultFacts expected = added.facts();
    assertThat(found.facts())
        .usingRecursiveComparison()
        .ignoringFields("reply")
        .isEqualTo(expected);
    assertThat(TestResults.text(found.facts().reply()))
        .isEqualTo(TestResults.text(expected.reply()));
    assertThat(found.stored()).isEqualTo(host.host().clock().instant());
    assertThat(store.find("r8")).isEmpty();
    assertThat(store.state().results()).hasValue(1);
  }

  @Test
  void whatIsAddedIsThereAfterAReopening() throws Exception {
    add(TestResults.person("a", START, "yard"));
    reopen(config);
    assertThat(uids(ResultQuery.ALL)).containsExactly("a");
    assertThat(store.state().results()).hasValue(1);
    assertThat(store.state().pictureBytes()).hasValue(120);
    add(TestResults.person("b", START.plusSeconds(1), "yard"));
    assertThat(uids(ResultQuery.ALL.withCamera("yard"))).containsExactly("b", "a");
    assertSound();
  }

  @Test
  void pagesAreInTheOrderOfTheStillsWhicheverCameFirst() throws Exception {
    add(
        TestResults.person("late", START.plusSeconds(20), "yard"),
        TestResults.person("early", START, "yard"),
        TestResults.person("middle", START.plusSeconds(10), "gate"),
        TestResults.person("ancient", Instant.parse("1931-01-01T00:00:00Z"), "gate"),
        TestResults.person("future", Instant.parse("2931-01-01T00:00:00Z"), "gate"));
    assertThat(uids(ResultQuery.ALL.withLimit(2)))
        .containsExactly("future", "late", "middle", "early", "ancient");
    assertThat(store.find("ancient").orElseThrow().facts().at()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void aPageHasNoResultTwiceAndMissesNoneWhileMoreArrive() throws Exception {
    for (int i = 0; i < 30; i++) {
      store.add(TestResults.person("a" + i, START.plusMillis(i / 3), "yard"));
    }
    store.flush();
    List<String> seen = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    int more = 0;
    do {
      ResultPage page = store.search(ResultQuery.ALL.withLimit(4).withCursor(cursor));
      page.results().forEach(result -> seen.add(result.facts().uid()));
      cursor = page.next();
      add(TestResults.person("b" + more++, START.plusMillis(5), "yard"));
    } while (cursor.isPresent());
    assertThat(seen).doesNotHaveDuplicates();
    assertThat(seen.stream().filter(uid -> uid.startsWith("a"))).hasSize(30);
  }

  @Test
  void aSearchFindsWhatLookingAtEachResultFinds() throws Exception {
    Random random = new Random(16);
    List<StoredResult> all = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      StoredResult result = TestResults.random(random, i);
      all.add(result);
      store.add(result);
    }
    store.flush();
    for (int i = 0; i < 250; i++) {
      ResultQuery query = TestQueries.random(random);
      List<String> expected =
          all.stream()
              .map(StoredResult::facts)
              .filter(facts -> TestQueries.fits(query, facts))
              .map(ResultFacts::uid)
              .toList();
      assertThat(uids(query)).as("%s", query).containsExactlyInAnyOrderElementsOf(expected);
    }
    assertSound();
  }

  @Test
  void noTextIsACommand() throws Exception {
    String text = "x' OR 1=1; -- \u0000 \ud800 % _ ! \" NEAR( * ^ {a b} : AND";
    StoredFinding finding =
        new StoredFinding(
            text, text, 0.5, Optional.empty(), List.of(text), Optional.of(text), Optional.empty());
    add(
        TestResults.result("plain", START, Optional.of("yard"), List.of()),
        TestResults.result(text, START, Optional.of(text), List.of(finding)));
    String kept = store.search(ResultQuery.ALL.withLabel(text)).results().get(0).facts().uid();
    assertThat(kept).startsWith("x' OR 1=1; -- ");
    for (ResultQuery query :
        List.of(
            ResultQuery.ALL.withCamera(text),
            ResultQuery.ALL.withZone(text),
            ResultQuery.ALL.withPerson(text),
            ResultQuery.ALL.withPerson(text).withZone(text).withLabel(text),
            ResultQuery.ALL.withWords(text))) {
      assertThat(uids(query)).as("%s", query).containsExactly(kept);
    }
    assertThat(uids(ResultQuery.ALL.withZone("%"))).isEmpty();
    assertThat(uids(ResultQuery.ALL.withStatus("complete' OR '1"))).isEmpty();
    assertThat(store.find(text)).isPresent();
  }

  @Test
  void wordsOfAnyKindAreTaken() throws Exception {
    add(TestResults.person("a", START, "yard"));
    Random random = new Random(5);
    String alphabet = "ab\"'*^:(){}[]-+~&|!<>\\%_;,. \t\n\u0000\ud800é車🎥NEAR AND OR NOT";
    for (int i = 0; i < 500; i++) {
      StringBuilder words = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) {
        words.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(store.search(ResultQuery.ALL.withWords(words.toString())).results().size())
          .as("%s", words)
          .isBetween(0, 1);
    }
    assertThat(uids(ResultQuery.ALL.withWords("  PERSON, yärd "))).containsExactly("a");
    assertThat(uids(ResultQuery.ALL.withWords("person car"))).isEmpty();
  }

  @Test
  void aCursorThatIsNoneIsRefused() {
    assertThatThrownBy(() -> store.search(ResultQuery.ALL.withCursor(Optional.of("a'b"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cursor");
    assertThatThrownBy(() -> ResultQuery.ALL.withLimit(501))
        .hasMessageContaining("limit is 1 to 500");
  }

  @Test
  void theSameIdAndFileAgainReplaceTheResult() throws Exception {
    add(TestResults.person("a", START, "yard"));
    add(
        TestResults.person("a", START.plusSeconds(5), "gate"),
        TestResults.person("a", START.plusSeconds(9), "hall"));
    assertThat(uids(ResultQuery.ALL)).containsExactly("a");
    assertThat(store.find("a").orElseThrow().facts().camera()).contains("hall");
    assertThat(store.state().results()).hasValue(1);
    assertSound();
  }

  @Test
  void theSameIdOfAnotherFileIsAnotherResult() throws Exception {
    add(
        TestResults.withFile("1", START, "yard", new byte[] {1}),
        TestResults.withFile("1", START, "yard", new byte[] {2}));
    assertThat(uids(ResultQuery.ALL)).containsExactly("1", "1");
  }

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
    FoundResult person = store.find("person").orElseThrow();
    assertThat(person.hasOriginal() && person.hasThumbnail()).isTrue();
    assertThat(store.find("nothing").orElseThrow().hasOriginal()).isFalse();
    assertThat(store.find("masked").orElseThrow().hasThumbnail()).isFalse();
    String sha256 = person.facts().image().sha256();
    assertThat(read(sha256, PictureSize.ORIGINAL)).isEqualTo(TestResults.file("person", 100));
    assertThat(read(sha256, PictureSize.THUMBNAIL)).isEqualTo(TestResults.file("small person", 20));
    assertThat(store.picture("../../etc/passwd", PictureSize.ORIGINAL)).isEmpty();
    assertThat(files()).hasSize(2);

    reopen(with(config, PictureRule.ALL, config.bytes()));
    add(TestResults.result("empty", START, YARD, List.of()));
    assertThat(store.find("empty").orElseThrow().hasOriginal()).isTrue();
    reopen(with(config, PictureRule.NONE, config.bytes()));
    add(TestResults.person("none", START, "yard"));
    assertThat(store.find("none").orElseThrow().hasOriginal()).isFalse();
    assertSound();
  }

  private byte[] read(String sha256, PictureSize size) throws Exception {
    try (KeptPicture picture = store.picture(sha256, size).orElseThrow()) {
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
    assertThat(store.state().pictureBytes()).hasValue(300);
    assertThat(store.erase(camera("yard"))).isEqualTo(1);
    assertThat(files()).hasSize(1);
    assertThat(store.erase(camera("gate"))).isEqualTo(1);
    assertThat(files()).isEmpty();
    assertThat(store.state().pictureBytes()).hasValue(0);
    assertSound();
  }

  @Test
  void oneIdIsErasedAlone() throws Exception {
    byte[] content = TestResults.file("shared", 300);
    add(
        TestResults.withFile("a", START, "yard", content),
        TestResults.withFile("b", START, "yard", content),
        TestResults.person("c", START, "yard"));
    assertThat(store.erase("none")).isZero();
    assertThat(store.erase("a")).isEqualTo(1);
    assertThat(uids(ResultQuery.ALL)).containsExactlyInAnyOrder("b", "c");
    assertThat(store.find("b").orElseThrow().hasOriginal()).isTrue();
    assertThat(store.erase("b")).isEqualTo(1);
    assertThat(store.picture(TestResults.sha256(content), PictureSize.ORIGINAL)).isEmpty();
    assertThat(store.state().counts().erased()).isEqualTo(2);
    assertSound();
  }

  private static EraseCriteria camera(String name) {
    return new EraseCriteria(
        Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  @Test
  void whatIsErasedIsFoundByNoSearch() throws Exception {
    Random random = new Random(8);
    Set<String> others = new HashSet<>();
    for (int i = 0; i < 250; i++) {
      StoredResult result = TestResults.random(random, i);
      store.add(result);
      if (result.facts().findings().stream()
          .noneMatch(f -> f.counts() && f.person().equals(Optional.of("Änne")))) {
        others.add(result.facts().uid());
      }
    }
    store.flush();
    EraseCriteria anne =
        new EraseCriteria(
            Optional.empty(),
            Optional.empty(),
            Optional.of("Änne"),
            Optional.empty(),
            Optional.empty());
    assertThat(store.count(anne)).isEqualTo(250 - others.size());
    assertThat(store.erase(anne)).isEqualTo(250 - others.size());
    assertThat(uids(ResultQuery.ALL)).containsExactlyInAnyOrderElementsOf(others);
    assertThat(uids(ResultQuery.ALL.withWords("anne"))).isEmpty();
    assertThat(store.state().results()).hasValue(others.size());
    assertThat(store.state().counts().erased()).isEqualTo(250 - others.size());
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
    store.erase(early);
    assertThat(store.search(ResultQuery.ALL.withLimit(500)).results())
        .isNotEmpty()
        .allMatch(result -> !result.facts().at().isBefore(START.plusSeconds(18_000)));
    assertSound();
  }

  @Test
  @Timeout(120)
  void anErasureEndsHoweverFastTheCameraSends() throws Exception {
    for (int i = 0; i < 150; i++) {
      store.add(TestResults.person("old" + i, START.plusSeconds(i), "yard"));
    }
    store.flush();
    AtomicBoolean erased = new AtomicBoolean();
    Thread sender =
        new Thread(
            () -> {
              for (int i = 0; !erased.get(); i++) {
                try {
                  store.add(TestResults.person("new" + i, START.plusSeconds(1000 + i), "yard"));
                  if (i % 110 == 109) { // more than a step of the erasure
                    store.flush();
                  }
                } catch (InterruptedException e) {
                  return;
                }
              }
            });
    sender.start();
    try {
      assertThat(store.erase(camera("yard"))).isGreaterThanOrEqualTo(150);
    } finally {
      erased.set(true);
      sender.join();
    }
    store.flush();
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

  @Test
  void aSummaryCountsStillsAndFindingsAndSaysWhatIsCovered() throws Exception {
    StoredFinding person = TestResults.finding("person", 0.9);
    add(
        TestResults.result("a", START, YARD, List.of(person, person)),
        TestResults.result("b", START.plusSeconds(60), YARD, List.of(person)),
        TestResults.result("c", START.plusSeconds(61), YARD, List.of()),
        TestResults.result("d", START.plusSeconds(3 * 3600), YARD, List.of(person)),
        TestResults.result("e", START.plusSeconds(7), Optional.of("gate"), List.of()));
    ResultSummary yard = store.summary(hours(4, YARD, Optional.empty()));
    assertThat(yard.steps()).hasSize(4);
    assertThat(yard.steps().get(0).start()).isEqualTo(START);
    assertThat(yard.steps().get(0).images()).isEqualTo(3);
    assertThat(yard.steps().get(0).labels()).isEqualTo(Map.of("person", new LabelCount(2, 3)));
    assertThat(yard.steps().get(0).covered()).hasValue(2 / 60.0);
    assertThat(yard.steps().get(1).images()).isZero();
    assertThat(yard.steps().get(1).covered()).hasValue(0);
    assertThat(yard.steps().get(3).labels()).containsKey("person");
    assertThat(store.summary(hours(4, Optional.empty(), Optional.empty())).steps().get(0).covered())
        .hasValue(3 / 120.0);
    assertThat(
            store.summary(hours(1, Optional.of("none"), Optional.empty())).steps().get(0).covered())
        .isEmpty();
    assertThat(store.summary(hours(4, Optional.empty(), Optional.empty())).cameras())
        .isEqualTo(Map.of("yard", 4L, "gate", 1L));
    assertThat(store.summary(hours(2, YARD, Optional.empty())).cameras())
        .isEqualTo(Map.of("yard", 3L));
    assertThat(store.summary(hours(4, Optional.of("none"), Optional.empty())).cameras()).isEmpty();
    ResultSummary cars = store.summary(hours(4, YARD, Optional.of("car")));
    assertThat(cars.steps().get(0).labels()).isEmpty();

    SummaryQuery day =
        new SummaryQuery(
            SummaryQuery.Step.DAY,
            START,
            START.plusSeconds(10),
            ZoneOffset.ofHours(-2),
            YARD,
            Optional.of("person"));
    ResultSummary local = store.summary(day);
    assertThat(local.steps().get(0).start()).isEqualTo(START.minusSeconds(22 * 3600));
    assertThat(local.steps().get(0).labels()).isEqualTo(Map.of("person", new LabelCount(2, 3)));

    store.erase(camera("yard"));
    assertThat(store.summary(hours(4, YARD, Optional.empty())).steps().get(0).covered()).isEmpty();
  }

  private static SummaryQuery hours(int count, Optional<String> camera, Optional<String> label) {
    return new SummaryQuery(
        SummaryQuery.Step.HOUR,
        START,
        START.plusSeconds(count * 3600L),
        ZoneOffset.UTC,
        camera,
        label);
  }

  @Test
  void factsAndPicturesGoByTheirAgeAndThatOfTheirCamera() throws Exception {
    Keep keep =
        new Keep(
            Duration.ofDays(2),
            Duration.ofDays(1),
            Map.of("gate", new Keep.CameraKeep(Optional.of(Duration.ofDays(9)), Optional.empty())));
    reopen(keeping(config, keep));
    add(
        TestResults.person("yard", START, "yard"),
        TestResults.person("gate", START, "gate"),
        TestResults.result("nobody", START, Optional.empty(), List.of()));
    host.advance(Duration.ofHours(25));
    await().atMost(PATIENCE).until(() -> files().isEmpty());
    assertThat(uids(ResultQuery.ALL)).hasSize(3);
    assertThat(store.state().counts().expiredPictures()).isEqualTo(2);
    host.advance(Duration.ofHours(24));
    await().atMost(PATIENCE).until(() -> uids(ResultQuery.ALL).size() == 1);
    assertThat(uids(ResultQuery.ALL)).containsExactly("gate");
    await().atMost(PATIENCE).until(() -> store.state().counts().expired() == 2);
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
      store.flush();
      store.flush();
    }
  }

  @Test
  void theOldestPicturesGoWhenTheBoundOfBytesIsReached() throws Exception {
    long bound = 16 << 20;
    reopen(with(config, PictureRule.ALL, bound));
    int size = 1 << 20;
    for (int i = 0; i < 40; i++) {
      host.advance(Duration.ofSeconds(1));
      add(
          TestResults.withFile(
              "p" + i, START.plusSeconds(i), "yard", TestResults.file("p" + i, size)));
      long held =
          store.state().pictureBytes().getAsLong() + store.state().databaseBytes().orElse(0);
      assertThat(held).isLessThanOrEqualTo(bound + bound / 20);
    }
    assertThat(uids(ResultQuery.ALL)).hasSize(40);
    assertThat(store.find("p39").orElseThrow().hasOriginal()).isTrue();
    assertThat(store.find("p0").orElseThrow().hasOriginal()).isFalse();
    assertSound();
  }

  @Test
  void theOldestPicturesGoWhenTheDiskHasLittleRoom() throws Exception {
    add(TestResults.person("old", START, "yard"));
    host.disk(4, 100);
    add(TestResults.person("new", START.plusSeconds(1), "yard"));
    assertThat(store.find("old").orElseThrow().hasOriginal()).isFalse();
    assertThat(store.find("new").orElseThrow().hasOriginal()).isFalse();
    assertThat(files()).isEmpty();
    host.disk(1L << 40, 1L << 40);
    add(TestResults.person("newer", START.plusSeconds(2), "yard"));
    assertThat(store.find("newer").orElseThrow().hasOriginal()).isTrue();
    assertSound();
  }

  @Test
  void aFileWithoutARowAndARowWithoutAFileAreFoundAndMended() throws Exception {
    add(TestResults.person("a", START, "yard"), TestResults.person("b", START, "yard"));
    String a = store.find("a").orElseThrow().facts().image().sha256();
    store.close();
    Files.delete(
        config.folder().resolve("pictures").resolve(a.substring(0, 2)).resolve(a + ".jpg"));
    Path orphan = config.folder().resolve("thumbnails/ab").resolve("ab".repeat(32) + ".jpg");
    Files.createDirectories(orphan.getParent());
    Files.write(orphan, new byte[3]);
    Files.setLastModifiedTime(orphan, FileTime.from(Instant.now().minusSeconds(90)));
    assertThat(ResultStore.checkClosed(config).problems())
        .containsExactlyInAnyOrder(
            "the picture " + a + " is missing", orphan + " belongs to no result");
    reopen(config);
    await().atMost(PATIENCE).until(() -> !Files.exists(orphan));
    await().atMost(PATIENCE).until(() -> !store.find("a").orElseThrow().hasOriginal());
    await().atMost(PATIENCE).until(() -> store.check().isSound());
  }

  @Test
  void auditEntriesAreChained() throws Exception {
    for (int i = 0; i < 5; i++) {
      store.audit("sign-in", "{\"name\":\"Änne " + i + "\\u0000\u0000\"}");
    }
    assertThat(store.check().auditEntries()).isEqualTo(5);
    assertSound();
    reopen(config);
    store.audit("export", "camera=yard");
    assertThat(store.check().auditEntries()).isEqualTo(6);
    assertSound();
    assertThatThrownBy(() -> store.audit("Sign In", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.audit("sign-in", "x".repeat(16_385)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSecondStoreOnTheSameIsRefused() {
    assertThatThrownBy(() -> ResultStore.open(config))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("another master uses the store in");
    assertThatThrownBy(() -> ResultStore.checkClosed(config))
        .hasMessageContaining("another master");
  }

  @Test
  void aStoreThatNoMasterHasOpenCanBeChecked() throws Exception {
    add(TestResults.person("a", START, "yard"));
    store.close();
    CheckReport report = ResultStore.checkClosed(config);
    assertThat(report.problems()).isEmpty();
    assertThat(report.results()).isEqualTo(1);
    assertThat(report.pictures()).isEqualTo(1);
    assertThat(store.state().phase()).isEqualTo(Phase.CLOSED);
    assertThat(store.add(TestResults.person("b", START, "yard"))).isFalse();
    assertThat(store.state().counts().dropped()).isEqualTo(1);
  }

  @Test
  void whileTheFolderDoesNotWorkResultsAreDroppedAndCountedAndThenItComesBack() throws Exception {
    add(TestResults.person("before", START, "yard"));
    Path pictures = config.folder().resolve("pictures");
    Path aside = config.folder().resolve("aside");
    Files.move(pictures, aside);
    Files.createFile(pictures);
    store.add(TestResults.person("lost", START, "yard"));
    await().atMost(PATIENCE).until(() -> store.state().phase() == Phase.FAILED);
    assertThat(store.state().problem().orElseThrow()).contains("pictures");
    assertThat(store.state().results()).isEmpty();
    assertThat(store.add(TestResults.person("lost too", START, "yard"))).isFalse();
    assertThat(store.state().counts().dropped()).isEqualTo(2);
    assertThat(uids(ResultQuery.ALL)).containsExactly("before");
    assertThatThrownBy(() -> store.audit("sign-in", "x"))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.UNAVAILABLE));
    Files.delete(pictures);
    Files.move(aside, pictures);
    await().atMost(PATIENCE).until(() -> store.state().phase() == Phase.OK);
    add(TestResults.person("after", START.plusSeconds(1), "yard"));
    assertThat(uids(ResultQuery.ALL)).containsExactly("after", "before");
    assertSound();
  }
}
