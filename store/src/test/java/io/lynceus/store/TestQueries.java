package io.lynceus.store;

import io.lynceus.store.result.ResultFacts;
import io.lynceus.store.result.ResultQuery;
import io.lynceus.store.result.StoredFinding;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Questions, and whether a result fits: told by looking at it, without any index. */
final class TestQueries {
  private static final List<String> WORDS =
      List.of("uber", "ÜBER 1", "png", "person", "Traffic", "yard", "anne", "車", "neil door", "x");

  private TestQueries() {}

  static ResultQuery random(Random random) {
    ResultQuery query = ResultQuery.ALL.withLimit(15 + random.nextInt(60));
    if (random.nextInt(3) == 0) {
      query = query.withCamera(TestResults.any(random, TestResults.CAMERAS));
    }
    if (random.nextInt(3) == 0) {
      query = query.withLabel(TestResults.any(random, TestResults.LABELS));
    }
    if (random.nextInt(4) == 0) {
      query = query.withZone(TestResults.any(random, TestResults.ZONES));
    }
    if (random.nextInt(5) == 0) {
      query = query.withPerson(TestResults.any(random, TestResults.PERSONS));
    }
    if (random.nextInt(4) == 0) {
      query = query.withMinScore(random.nextInt(101) / 100.0);
    }
    if (random.nextInt(5) == 0) {
      query = query.withStatus(random.nextBoolean() ? "partial" : "complete");
    }
    if (random.nextInt(4) == 0) {
      query = query.withWords(TestResults.any(random, WORDS));
    }
    if (random.nextInt(3) == 0) {
      Instant from = TestResults.START.plusSeconds(random.nextInt(36_000));
      query =
          query.withTimes(
              random.nextBoolean() ? Optional.of(from) : Optional.empty(),
              random.nextBoolean()
                  ? Optional.of(from.plusSeconds(random.nextInt(20_000)))
                  : Optional.empty());
    }
    return query;
  }

  static boolean fits(ResultQuery query, ResultFacts facts) {
    boolean anyFinding =
        query.label().isEmpty()
            && query.zone().isEmpty()
            && query.person().isEmpty()
            && query.minScore().isEmpty();
    return (query.camera().isEmpty() || query.camera().equals(facts.camera()))
        && (query.from().isEmpty() || !facts.at().isBefore(query.from().get()))
        && (query.to().isEmpty() || facts.at().isBefore(query.to().get()))
        && (query.status().isEmpty() || query.status().get().equals(facts.status()))
        && (anyFinding || facts.findings().stream().anyMatch(f -> fits(query, f)))
        && (query.words().isEmpty() || words(facts).containsAll(words(query.words().get())));
  }

  private static boolean fits(ResultQuery query, StoredFinding finding) {
    return finding.counts()
        && (query.label().isEmpty() || query.label().get().equals(finding.label()))
        && (query.zone().isEmpty() || finding.zones().contains(query.zone().get()))
        && (query.person().isEmpty() || query.person().equals(finding.person()))
        && (query.minScore().isEmpty() || finding.score() >= query.minScore().getAsDouble());
  }

  private static Set<String> words(ResultFacts facts) {
    StringBuilder text = new StringBuilder();
    text.append(facts.name().orElse("")).append(' ').append(facts.camera().orElse(""));
    for (StoredFinding finding : facts.findings()) {
      if (finding.counts()) {
        text.append(' ').append(finding.label());
        finding.zones().forEach(zone -> text.append(' ').append(zone));
        text.append(' ').append(finding.person().orElse(""));
      }
    }
    return words(text.toString());
  }

  /** For the few letters that occur here. */
  private static Set<String> words(String text) {
    String plain =
        text.toLowerCase(Locale.ROOT)
            .replace('ü', 'u')
            .replace('ä', 'a')
            .replace("車", " 車 ")
            .replace("庫", " 庫 ");
    Set<String> words = new TreeSet<>(List.of(plain.split("[ _.'-]+")));
    words.remove("");
    return words;
  }
}
