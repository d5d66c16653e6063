package io.lynceus.model;

import io.lynceus.model.identity.Identity;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one analysis found in one picture. The parts are general: code that writes, sends, draws or
 * stores findings handles each part, and no analysis in particular. All places are in pixels of the
 * upright picture.
 *
 * @param model the network that found them, {@code NAME:VERSION@HASH} for those of Lynceus, at most
 *     {@value #MAX_MODEL_CHARS} characters; empty when none did
 * @param detections boxes, best first, at most {@value #MAX_DETECTIONS}; absent when the analysis
 *     looks for no boxes
 * @param points places, strongest first, at most {@value #MAX_POINTS}; absent when the analysis
 *     looks for no points
 * @param numbers by name, in their order, at most {@value #MAX_NUMBERS}; a name is a letter and at
 *     most 39 letters and digits, and not a name that JSON needs for another part; {@value #COUNT}
 *     says how many points there are that are left out
 * @param map a map of the picture's size, as a PNG file
 * @param vectors at most {@value #MAX_VECTORS}; absent when the analysis makes none
 */
public record Findings(
    String model,
    Optional<List<Detection>> detections,
    Optional<List<StrongPoint>> points,
    Map<String, Double> numbers,
    Optional<EncodedPng> map,
    Optional<List<FloatVector>> vectors) {
  public static final int MAX_MODEL_CHARS = 128;
  public static final int MAX_DETECTIONS = 4096;
  public static final int MAX_LABEL_CHARS = 64;
  public static final int MAX_DETECTION_POINTS = 64;
  public static final int MAX_ATTRIBUTES = 16;
  public static final int MAX_ATTRIBUTE_CHARS = 256;
  public static final int MAX_POINTS = 4096;
  public static final int MAX_NUMBERS = 64;
  public static final int MAX_NUMBER_NAME_CHARS = 40;
  public static final int MAX_VECTORS = 4096;

  /** The number that stands for points which are left out. */
  public static final String COUNT = "count";

  /** No parts yet; the methods that begin with {@code with} add them. */
  public static final Findings NONE =
      new Findings(
          "", Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), Optional.empty());

  private static final Set<String> NAMES_OF_PARTS =
      Set.of("status", "message", "model", "detections", "points", "png", "vectors");

  // What a part takes of a heap, roughly and rather too much.
  private static final int BASE_BYTES = 200;
  private static final int DETECTION_BYTES = 160;
  private static final int POINT_BYTES = 40;
  private static final int NUMBER_BYTES = 120;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException when a part is larger than its limit, or a number has no name
   */
  public Findings {
    detections = detections.map(List::copyOf);
    points = points.map(List::copyOf);
    vectors = vectors.map(List::copyOf);
    numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    atMost(model.length(), MAX_MODEL_CHARS, "characters of a network's name");
    atMost(detections.map(List::size).orElse(0), MAX_DETECTIONS, "boxes");
    atMost(points.map(List::size).orElse(0), MAX_POINTS, "points");
    atMost(vectors.map(List::size).orElse(0), MAX_VECTORS, "vectors");
    atMost(numbers.size(), MAX_NUMBERS, "numbers");
    for (String name : numbers.keySet()) {
      if (!isNumberName(name)
          || NAMES_OF_PARTS.contains(name)
          || (name.equals(COUNT) && points.isPresent())) {
        throw new IllegalArgumentException("no number of findings can be called '" + name + "'");
      }
    }
  }

  private static boolean isNumberName(String name) {
    if (name.isEmpty() || name.length() > MAX_NUMBER_NAME_CHARS || !isLetter(name.charAt(0))) {
      return false;
    }
    for (int i = 1; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isLetter(c) && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private static void atMost(int count, int limit, String what) {
    if (count > limit) {
      throw new IllegalArgumentException("findings have at most " + limit + " " + what);
    }
  }

  /** Boxes that a network found. */
  public static Findings ofDetections(String model, List<Detection> detections) {
    return NONE.withModel(model).withDetections(detections);
  }

  /** Points alone. */
  public static Findings ofPoints(List<StrongPoint> points) {
    return NONE.withPoints(points);
  }

  public Findings withModel(String name) {
    return new Findings(name, detections, points, numbers, map, vectors);
  }

  public Findings withDetections(List<Detection> boxes) {
    return new Findings(model, Optional.of(boxes), points, numbers, map, vectors);
  }

  public Findings withPoints(List<StrongPoint> places) {
    return new Findings(model, detections, Optional.of(places), numbers, map, vectors);
  }

  /** These, with one number more. */
  public Findings withNumber(String name, double value) {
    Map<String, Double> more = new LinkedHashMap<>(numbers);
    more.put(name, value);
    return new Findings(model, detections, points, more, map, vectors);
  }

  public Findings withMap(EncodedPng png) {
    return new Findings(model, detections, points, numbers, Optional.of(png), vectors);
  }

  public Findings withVectors(List<FloatVector> more) {
    return new Findings(model, detections, points, numbers, map, Optional.of(more));
  }

  /** These, with the number {@value #COUNT} in place of the points, if there are any. */
  public Findings withoutPoints() {
    if (points.isEmpty()) {
      return this;
    }
    Findings rest = new Findings(model, detections, Optional.empty(), numbers, map, vectors);
    return rest.withNumber(COUNT, points.get().size());
  }

  /** The parts that are there. */
  public Set<FindingsKind> kinds() {
    Set<FindingsKind> kinds = EnumSet.noneOf(FindingsKind.class);
    detections.ifPresent(part -> kinds.add(FindingsKind.DETECTIONS));
    points.ifPresent(part -> kinds.add(FindingsKind.POINTS));
    map.ifPresent(part -> kinds.add(FindingsKind.MAP));
    vectors.ifPresent(part -> kinds.add(FindingsKind.VECTORS));
    if (!numbers.isEmpty()) {
      kinds.add(FindingsKind.NUMBERS);
    }
    return kinds;
  }

  /** These, without whose faces they are. */
  public Findings withoutPersons() {
    return boxes().stream().allMatch(box -> box.marks().person().isEmpty())
        ? this
        : withDetections(
            boxes().stream().map(box -> box.withMarks(box.marks().withoutPerson())).toList());
  }

  /** The boxes; none when the analysis looks for none. */
  public List<Detection> boxes() {
    return detections.orElse(List.of());
  }

  /** What the findings take of the heap, in bytes: roughly, and rather too much. */
  public long heapBytes() {
    long bytes = BASE_BYTES + (long) NUMBER_BYTES * numbers.size();
    for (Detection detection : boxes()) {
      bytes += DETECTION_BYTES + (long) POINT_BYTES * detection.points().size();
      bytes += detection.marks().heapBytes();
      for (Map.Entry<String, String> attribute : detection.attributes().entrySet()) {
        bytes += NUMBER_BYTES + 2L * (attribute.getKey().length() + attribute.getValue().length());
      }
    }
    bytes += (long) POINT_BYTES * points.map(List::size).orElse(0);
    bytes += map.map(EncodedPng::size).orElse(0);
    for (FloatVector vector : vectors.orElse(List.of())) {
      bytes += POINT_BYTES + (long) Float.BYTES * vector.size();
    }
    return bytes;
  }

  /**
   * One box.
   *
   * @param label what is in it, with spaces ({@code traffic light}); absent when the analysis looks
   *     for one thing only
   * @param score 0 to 1
   * @param points key points, in an order that the network decides; they may lie outside the
   *     picture. Of a face of the shipped network: the eye at the picture's left, the eye at its
   *     right, nose, mouth, left and right ear
   * @param attributes words on what is in it, by name, such as the text of a plate
   * @param marks what the rules of the camera say of it; only in replies
   */
  public record Detection(
      Optional<String> label,
      float score,
      Box box,
      List<Point> points,
      SortedMap<String, String> attributes,
      Marks marks) {

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException when a part is larger than its limit
     */
    public Detection {
      points = List.copyOf(points);
      attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
      atMost(label.map(String::length).orElse(0), MAX_LABEL_CHARS, "characters of a label");
      atMost(points.size(), MAX_DETECTION_POINTS, "points of a box");
      atMost(attributes.size(), MAX_ATTRIBUTES, "attributes of a box");
      attributes.forEach(
          (name, value) -> {
            atMost(name.length(), MAX_NUMBER_NAME_CHARS, "characters of an attribute's name");
            atMost(value.length(), MAX_ATTRIBUTE_CHARS, "characters of an attribute");
          });
    }

    /** A box of which the rules of no camera say anything. */
    public Detection(
        Optional<String> label,
        float score,
        Box box,
        List<Point> points,
        SortedMap<String, String> attributes) {
      this(label, score, box, points, attributes, Marks.NONE);
    }

    /** A box with a label. */
    public static Detection labelled(String label, float score, Box box) {
      return new Detection(Optional.of(label), score, box, List.of(), new TreeMap<>());
    }

    /** A box without a label, with key points. */
    public static Detection pointed(float score, Box box, List<Point> points) {
      return new Detection(Optional.empty(), score, box, points, new TreeMap<>());
    }

    /** This, with another score. */
    public Detection withScore(float other) {
      return new Detection(label, other, box, points, attributes, marks);
    }

    /** This, with one attribute more. */
    public Detection withAttribute(String name, String value) {
      SortedMap<String, String> more = new TreeMap<>(attributes);
      more.put(name, value);
      return new Detection(label, score, box, points, more, marks);
    }

    /** This, with what the rules of the camera say of it. */
    public Detection withMarks(Marks others) {
      return new Detection(label, score, box, points, attributes, others);
    }
  }

  /**
   * What the rules of a camera say of one detection. What does not count is marked, and never
   * removed.
   *
   * @param zones the zones in which it counts, in the order of the settings; none for what does not
   *     count
   * @param masked the mask in which it lies
   * @param filtered the bound that it is beyond, such as {@code min-area}; absent for what is
   *     masked
   * @param person whose face it is, where that was asked for; absent for what does not count
   */
  public record Marks(
      List<String> zones,
      Optional<String> masked,
      Optional<String> filtered,
      Optional<Identity> person) {
    /** Counts, in no zone. */
    public static final Marks NONE =
        new Marks(List.of(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final int ZONE_BYTES = 8; // the names are those of the settings
    private static final int PERSON_BYTES = 200;

    public Marks {
      zones = List.copyOf(zones);
    }

    /** Counts, in these zones. */
    public static Marks in(List<String> zones) {
      return zones.isEmpty() ? NONE : NONE.withZones(zones);
    }

    /** Lies in a mask. */
    public static Marks masked(String mask) {
      return new Marks(List.of(), Optional.of(mask), Optional.empty(), Optional.empty());
    }

    /** Is beyond a bound. */
    public static Marks filtered(String bound) {
      return new Marks(List.of(), Optional.empty(), Optional.of(bound), Optional.empty());
    }

    private Marks withZones(List<String> others) {
      return new Marks(others, masked, filtered, person);
    }

    /** This, with whose face it is. */
    public Marks withPerson(Identity identity) {
      return new Marks(zones, masked, filtered, Optional.of(identity));
    }

    /** This, without whose face it is. */
    public Marks withoutPerson() {
      return person.isEmpty() ? this : new Marks(zones, masked, filtered, Optional.empty());
    }

    /** Whether the detection counts. */
    public boolean count() {
      return masked.isEmpty() && filtered.isEmpty();
    }

    long heapBytes() {
      return (long) ZONE_BYTES * zones.size() + (person.isPresent() ? PERSON_BYTES : 0);
    }
  }

  /**
   * A place that stands out.
   *
   * @param strength above 0; of a corner, the smaller eigenvalue of the gradient's structure tensor
   */
  public record StrongPoint(float x, float y, float strength) {}
}
