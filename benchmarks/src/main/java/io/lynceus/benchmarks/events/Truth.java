package io.lynceus.benchmarks.events;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What really came and went, as somebody has written it down. A file has the header {@value
 * #HEADER} and a line for each time that a thing was looked at. The first line of a thing is its
 * arrival, the last one its departure; a thing that is there at the beginning has a line with the
 * second 0, and one that stays has a line with the end of the stills.
 */
record Truth(List<Thing> things) {
  static final String HEADER = "thing,label,second,x,y";

  /** Nothing comes: each alarm is false. */
  static final Truth EMPTY = new Truth(List.of());

  private static final int FIELDS = 5;

  Truth {
    things = List.copyOf(things);
  }

  /**
   * Where something was.
   *
   * @param second since the first still of the folder
   * @param x of its middle, as a part of the picture's width
   * @param y of its middle, as a part of the picture's height
   */
  record Sight(double second, double x, double y) {}

  /**
   * Something that came, or was there.
   *
   * @param labels under each of which an alarm may tell of it
   * @param sights at least one, in the order of time
   */
  record Thing(String name, Set<String> labels, List<Sight> sights) {
    Thing {
      labels = Set.copyOf(labels);
      sights = List.copyOf(sights);
    }

    double arrives() {
      return sights.get(0).second();
    }

    double leaves() {
      return sights.get(sights.size() - 1).second();
    }

    boolean isThere(double second) {
      return arrives() <= second && second <= leaves();
    }

    /** Where it is then, straight between two sights; before and after these where they are. */
    Sight at(double second) {
      Sight before = sights.get(0);
      for (Sight after : sights) {
        if (after.second() >= second) {
          double part =
              after.second() > before.second()
                  ? Math.max(0, second - before.second()) / (after.second() - before.second())
                  : 1;
          return new Sight(
              second,
              before.x() + part * (after.x() - before.x()),
              before.y() + part * (after.y() - before.y()));
        }
        before = after;
      }
      return before;
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException that names the line that cannot be
   */
  static Truth read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty() || !lines.get(0).strip().equals(HEADER)) {
      throw new IOException(file + ": the first line is not " + HEADER);
    }
    Map<String, Thing> things = new LinkedHashMap<>();
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      try {
        add(lines.get(i).strip().split(",", -1), things);
      } catch (IllegalArgumentException e) {
        throw new IOException(file + ", line " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    return new Truth(List.copyOf(things.values()));
  }

  private static void add(String[] fields, Map<String, Thing> things) {
    if (fields.length != FIELDS || fields[0].isBlank() || fields[1].isBlank()) {
      throw new IllegalArgumentException("not five values: " + HEADER);
    }
    Sight sight = new Sight(number(fields[2], 1e9), number(fields[3], 1), number(fields[4], 1));
    Thing before = things.get(fields[0]);
    List<Sight> sights = new ArrayList<>(before == null ? List.of() : before.sights());
    if (before != null && before.leaves() >= sight.second()) {
      throw new IllegalArgumentException(
          "the seconds of '" + fields[0] + "' have to rise from line to line");
    }
    sights.add(sight);
    Set<String> labels = before == null ? Set.of(fields[1].split("\\|")) : before.labels();
    things.put(fields[0], new Thing(fields[0], labels, sights));
  }

  private static double number(String text, double most) {
    double number;
    try {
      number = Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      number = Double.NaN;
    }
    if (!(number >= 0 && number <= most)) {
      throw new IllegalArgumentException(
          "'%s' is not a number from 0 to %s".formatted(text, most == 1 ? "1" : "1000000000"));
    }
    return number;
  }
}
