package io.lynceus.systemtests.project;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.artifact.versioning.DefaultArtifactVersion;
import org.apache.maven.artifact.versioning.InvalidVersionSpecificationException;
import org.apache.maven.artifact.versioning.VersionRange;

/**
 * The list of known vulnerabilities, whose format its head explains.
 *
 * @param known artifacts that have a line
 */
record Advisories(
    LocalDate reviewed, List<Advisory> advisories, List<Acceptance> accepted, Set<String> known) {
  private static final Pattern REVIEWED = Pattern.compile("reviewed (\\d{4}-\\d{2}-\\d{2})");
  private static final Pattern NONE = Pattern.compile("(\\S+:\\S+) none");
  private static final Pattern ADVISORY = Pattern.compile("(\\S+:\\S+) (CVE-\\d{4}-\\d+) (\\S+)");
  private static final Pattern ACCEPTANCE =
      Pattern.compile("accept (\\S+:\\S+) (CVE-\\d{4}-\\d+) until (\\d{4}-\\d{2}-\\d{2}): (.+)");

  /** Versions of an artifact that have a vulnerability. */
  record Advisory(String artifact, String id, VersionRange affected) {
    boolean isAbout(Part part) {
      return part.artifact().equals(artifact)
          && affected.containsVersion(new DefaultArtifactVersion(part.version()));
    }
  }

  /** A vulnerability that does no harm here, or has to be borne for a time. */
  record Acceptance(String artifact, String id, LocalDate until, String reason) {}

  /**
   * Reads the list.
   *
   * @throws IllegalArgumentException naming a line that has another format
   */
  static Advisories of(String list) {
    Optional<LocalDate> reviewed = Optional.empty();
    List<Advisory> advisories = new ArrayList<>();
    List<Acceptance> accepted = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (String line : list.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
      Matcher none = NONE.matcher(line);
      Matcher advisory = ADVISORY.matcher(line);
      Matcher acceptance = ACCEPTANCE.matcher(line);
      Matcher date = REVIEWED.matcher(line);
      if (none.matches()) {
        known.add(none.group(1));
      } else if (acceptance.matches()) {
        LocalDate until = LocalDate.parse(acceptance.group(3));
        accepted.add(
            new Acceptance(acceptance.group(1), acceptance.group(2), until, acceptance.group(4)));
      } else if (advisory.matches()) {
        known.add(advisory.group(1));
        advisories.add(
            new Advisory(advisory.group(1), advisory.group(2), range(advisory.group(3))));
      } else if (date.matches()) {
        reviewed = Optional.of(LocalDate.parse(date.group(1)));
      } else {
        throw new IllegalArgumentException("no line of this list: " + line);
      }
    }
    return new Advisories(
        reviewed.orElseThrow(() -> new IllegalArgumentException("no date of a review")),
        advisories,
        accepted,
        known);
  }

  private static VersionRange range(String text) {
    try {
      return VersionRange.createFromVersionSpec(text);
    } catch (InvalidVersionSpecificationException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * The vulnerabilities of these parts.
   *
   * @param built the build's date: what was accepted until an earlier day counts
   */
  List<String> of(Set<Part> parts, LocalDate built) {
    List<String> found = new ArrayList<>();
    for (Part part : parts) {
      for (Advisory advisory : advisories) {
        if (advisory.isAbout(part) && !isAccepted(advisory, built)) {
          found.add(part + " has " + advisory.id());
        }
      }
    }
    return found;
  }

  private boolean isAccepted(Advisory advisory, LocalDate built) {
    return accepted.stream()
        .anyMatch(
            acceptance ->
                acceptance.artifact().equals(advisory.artifact())
                    && acceptance.id().equals(advisory.id())
                    && !built.isAfter(acceptance.until()));
  }
}
