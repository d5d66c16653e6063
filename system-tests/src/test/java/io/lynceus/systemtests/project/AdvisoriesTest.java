package io.lynceus.systemtests.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynceus.systemtests.project.Advisories.Acceptance;
import io.lynceus.systemtests.project.Advisories.Advisory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No part of the distribution has a vulnerability that the list knows. It works without a network;
 * a workflow asks the network once a week.
 */
class AdvisoriesTest {
  private static final Path LIST = Sources.ROOT.resolve(".ci/advisories.txt");

  /** Made by the profile "release", which the gate uses. */
  private static final Path BILL = Sources.ROOT.resolve("app/target/lynceus-app-bom.json");

  private static final Path POM = Sources.ROOT.resolve("pom.xml");
  private static final Pattern BUILT =
      Pattern.compile("<project.build.outputTimestamp>(\\d{4}-\\d{2}-\\d{2})T");

  /** Three releases a year at least look at it. */
  private static final int MOST_DAYS = 120;

  private static final Advisories SAMPLE =
      Advisories.of(
          """
          # A comment.
          reviewed 2026-02-01

          org.example:wire CVE-2025-1 (,4.1.5.Final),[4.2.0.Alpha1,4.2.3.Final)
          org.example:log none
          accept org.example:wire CVE-2025-1 until 2026-03-31: its server is not used
          """);

  @Test
  void noPartOnTheClassPathHasAKnownVulnerability() throws IOException {
    Advisories list = list();
    Set<Part> parts = Part.ofClassPath(list.known());

    assertThat(parts)
        .extracting(Part::artifact)
        .contains("io.netty:netty-codec-http", "com.esotericsoftware:kryo", "org.openpnp:opencv");
    assertThat(list.of(parts, built())).isEmpty();
  }

  @Test
  void noPartOfTheBillOfMaterialsHasAKnownVulnerabilityAndEachWasLookedUp() throws IOException {
    assumeTrue(
        Files.exists(BILL)
            && Files.getLastModifiedTime(BILL).compareTo(Files.getLastModifiedTime(POM)) > 0,
        "the list of parts is made by mvn -Prelease package");
    Advisories list = list();
    Set<Part> parts = Part.ofBillOfMaterials(BILL);

    assertThat(list.of(parts, built())).isEmpty();
    assertThat(parts.stream().map(Part::artifact).collect(Collectors.toSet()))
        .as("artifacts with a line in %s", LIST)
        .isEqualTo(list.known());
  }

  /** By the build's own date, so that a commit which was good stays good. */
  @Test
  void theListWasReviewedNotLongBeforeTheBuildsDate() throws IOException {
    assertThat(built())
        .as("extend %s when project.build.outputTimestamp is set, see CONTRIBUTING.md", LIST)
        .isBefore(list().reviewed().plusDays(MOST_DAYS));
  }

  @Test
  void whatIsAcceptedIsListed() throws IOException {
    Set<String> ids = list().advisories().stream().map(Advisory::id).collect(Collectors.toSet());
    assertThat(list().accepted()).extracting(Acceptance::id).allMatch(ids::contains);
  }

  @ParameterizedTest
  @CsvSource({
    "4.1.4.Final, true",
    "4.1.5.Final, false",
    "4.1.10.Final, false",
    "4.2.0.Beta2, true",
    "4.2.2.Final, true",
    "4.2.3.Final, false",
    "4.2.20.Final, false"
  })
  void aPartIsFoundIfItsVersionIsInTheRange(String version, boolean found) {
    assertThat(SAMPLE.of(Set.of(new Part("org.example:wire", version)), day("2026-04-01")))
        .isEqualTo(found ? List.of("org.example:wire:" + version + " has CVE-2025-1") : List.of());
  }

  @Test
  void whatIsAcceptedCountsAgainAfterItsDay() {
    Set<Part> parts = Set.of(new Part("org.example:wire", "4.1.0.Final"));
    assertThat(SAMPLE.of(parts, day("2026-03-31"))).isEmpty();
    assertThat(SAMPLE.of(parts, day("2026-04-01"))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.example:wire",
        "org.example:wire 2025-1 (,1)",
        "org.example:wire CVE-2025-1 [1,",
        "accept org.example:wire CVE-2025-1: for ever",
        "accept org.example:wire CVE-2025-1 until 2026-03-31:",
        "reviewed some day"
      })
  void aLineOfAnotherFormatIsRefused(String line) {
    assertThatThrownBy(() -> Advisories.of("reviewed 2026-02-01\n" + line))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aBillOfMaterialsNamesItsParts() throws IOException {
    Path bill = Files.createTempFile("bill", ".json");
    try {
      Files.writeString(
          bill,
          """
          "purl" : "pkg:maven/io.lynceus/lynceus-app@0.2.0?type=jar"
          "purl" : "pkg:maven/org.example/wire@4.1.5.Final?type=jar"
          """);
      assertThat(Part.ofBillOfMaterials(bill))
          .containsExactly(new Part("org.example:wire", "4.1.5.Final"));
    } finally {
      Files.delete(bill);
    }
  }

  private static Advisories list() throws IOException {
    return Advisories.of(Files.readString(LIST));
  }

  private static LocalDate built() throws IOException {
    Matcher date = BUILT.matcher(Files.readString(POM));
    assertThat(date.find()).isTrue();
    return day(date.group(1));
  }

  private static LocalDate day(String text) {
    return LocalDate.parse(text);
  }
}
