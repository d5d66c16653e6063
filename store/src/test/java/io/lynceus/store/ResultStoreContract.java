package io.lynceus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.store.result.FoundResult;
import io.lynceus.store.result.ResultFacts;
import io.lynceus.store.result.ResultPage;
import io.lynceus.store.result.ResultQuery;
import io.lynceus.store.result.ResultSummary;
import io.lynceus.store.result.ResultSummary.LabelCount;
import io.lynceus.store.result.StoredFinding;
import io.lynceus.store.result.StoredResult;
import io.lynceus.store.result.SummaryQuery;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What the store promises with each database: results that are found, and all that is inherited.
 */
abstract class ResultStoreContract extends UpkeepContract {
  @Test
  void whatIsAddedIsFoundAsItWas() throws Exception {
    StoredResult added = TestResults.random(new Random(3), 7);
    add(added);
    FoundResult found = store().find("r7").orElseThrow();
    ResultFacts expected = added.facts();
    assertThat(found.facts())
        .usingRecursiveComparison()
        .ignoringFields("reply")
        .isEqualTo(expected);
    assertThat(TestResults.text(found.facts().reply()))
        .isEqualTo(TestResults.text(expected.reply()));
    assertThat(found.stored()).isEqualTo(host.host().clock().instant());
    assertThat(store().find("r8")).isEmpty();
    assertThat(store().state().results()).hasValue(1);
  }

  @Test
  void whatIsAddedIsThereAfterAReopening() throws Exception {
    add(TestResults.person("a", START, "yard"));
    reopen(config());
    assertThat(uids(ResultQuery.ALL)).containsExactly("a");
    assertThat(store().state().results()).hasValue(1);
    assertThat(store().state().pictureBytes()).hasValue(120);
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
    assertThat(store().find("ancient").orElseThrow().facts().at()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void aPageHasNoResultTwiceAndMissesNoneWhileMoreArrive() throws Exception {
    for (int i = 0; i < 30; i++) {
      store().add(TestResults.person("a" + i, START.plusMillis(i / 3), "yard"));
    }
    store().flush();
    List<String> seen = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    int more = 0;
    do {
      ResultPage page = store().search(ResultQuery.ALL.withLimit(4).withCursor(cursor));
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
      store().add(result);
    }
    store().flush();
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
    String kept = store().search(ResultQuery.ALL.withLabel(text)).results().get(0).facts().uid();
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
    assertThat(store().find(text)).isPresent();
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
      assertThat(store().search(ResultQuery.ALL.withWords(words.toString())).results().size())
          .as("%s", words)
          .isBetween(0, 1);
    }
    assertThat(uids(ResultQuery.ALL.withWords("  PERSON, yärd "))).containsExactly("a");
    assertThat(uids(ResultQuery.ALL.withWords("person car"))).isEmpty();
  }

  @Test
  void aCursorThatIsNoneIsRefused() {
    assertThatThrownBy(() -> store().search(ResultQuery.ALL.withCursor(Optional.of("a'b"))))
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
    assertThat(store().find("a").orElseThrow().facts().camera()).contains("hall");
    assertThat(store().state().results()).hasValue(1);
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
  void aSummaryCountsStillsAndFindingsAndSaysWhatIsCovered() throws Exception {
    StoredFinding person = TestResults.finding("person", 0.9);
    add(
        TestResults.result("a", START, YARD, List.of(person, person)),
        TestResults.result("b", START.plusSeconds(60), YARD, List.of(person)),
        TestResults.result("c", START.plusSeconds(61), YARD, List.of()),
        TestResults.result("d", START.plusSeconds(3 * 3600), YARD, List.of(person)),
        TestResults.result("e", START.plusSeconds(7), Optional.of("gate"), List.of()));
    ResultSummary yard = store().summary(hours(4, YARD, Optional.empty()));
    assertThat(yard.steps()).hasSize(4);
    assertThat(yard.steps().get(0).start()).isEqualTo(START);
    assertThat(yard.steps().get(0).images()).isEqualTo(3);
    assertThat(yard.steps().get(0).labels()).isEqualTo(Map.of("person", new LabelCount(2, 3)));
    assertThat(yard.steps().get(0).covered()).hasValue(2 / 60.0);
    assertThat(yard.steps().get(1).images()).isZero();
    assertThat(yard.steps().get(1).covered()).hasValue(0);
    assertThat(yard.steps().get(3).labels()).containsKey("person");
    assertThat(
            store().summary(hours(4, Optional.empty(), Optional.empty())).steps().get(0).covered())
        .hasValue(3 / 120.0);
    assertThat(
            store()
                .summary(hours(1, Optional.of("none"), Optional.empty()))
                .steps()
                .get(0)
                .covered())
        .isEmpty();
    assertThat(store().summary(hours(4, Optional.empty(), Optional.empty())).cameras())
        .isEqualTo(Map.of("yard", 4L, "gate", 1L));
    assertThat(store().summary(hours(2, YARD, Optional.empty())).cameras())
        .isEqualTo(Map.of("yard", 3L));
    assertThat(store().summary(hours(4, Optional.of("none"), Optional.empty())).cameras())
        .isEmpty();
    ResultSummary cars = store().summary(hours(4, YARD, Optional.of("car")));
    assertThat(cars.steps().get(0).labels()).isEmpty();

    SummaryQuery day =
        new SummaryQuery(
            SummaryQuery.Step.DAY,
            START,
            START.plusSeconds(10),
            ZoneOffset.ofHours(-2),
            YARD,
            Optional.of("person"));
    ResultSummary local = store().summary(day);
    assertThat(local.steps().get(0).start()).isEqualTo(START.minusSeconds(22 * 3600));
    assertThat(local.steps().get(0).labels()).isEqualTo(Map.of("person", new LabelCount(2, 3)));

    store().erase(camera("yard"));
    assertThat(store().summary(hours(4, YARD, Optional.empty())).steps().get(0).covered())
        .isEmpty();
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
}
