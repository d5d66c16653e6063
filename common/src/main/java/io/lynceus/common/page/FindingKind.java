package io.lynceus.common.page;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What people look for in pictures: six groups, one of which each label belongs to. */
public enum FindingKind {
  PERSON("persons", "person", "people", "man", "woman", "boy", "girl", "child", "pedestrian"),
  FACE("faces", "face", "human face"),
  VEHICLE(
      "vehicles",
      "vehicle",
      "bicycle",
      "bike",
      "car",
      "taxi",
      "van",
      "suv",
      "motorcycle",
      "motorbike",
      "scooter",
      "airplane",
      "aeroplane",
      "helicopter",
      "bus",
      "tram",
      "train",
      "truck",
      "pickup truck",
      "tractor",
      "trailer",
      "boat",
      "ship"),
  ANIMAL(
      "animals",
      "animal",
      "bird",
      "cat",
      "dog",
      "horse",
      "donkey",
      "sheep",
      "goat",
      "pig",
      "cow",
      "cattle",
      "deer",
      "fox",
      "rabbit",
      "chicken",
      "duck",
      "goose",
      "elephant",
      "bear",
      "zebra",
      "giraffe"),
  BAG(
      "bags",
      "bag",
      "backpack",
      "handbag",
      "suitcase",
      "briefcase",
      "luggage",
      "luggage and bags",
      "plastic bag"),
  /** All other labels. */
  OTHER("other things");

  /** All that are not faces: what networks for objects find. */
  public static final Set<FindingKind> OF_OBJECTS = EnumSet.complementOf(EnumSet.of(FACE));

  private final String plural;

  @SuppressWarnings("ImmutableEnumChecker") // Set.copyOf
  private final Set<String> labels;

  FindingKind(String plural, String... labels) {
    this.plural = plural;
    this.labels = Set.copyOf(List.of(labels));
  }

  /** The group of a label, whatever its case; {@link #OTHER} for an unknown one. */
  public static FindingKind of(String label) {
    String lower = label.toLowerCase(Locale.ROOT);
    for (FindingKind kind : values()) {
      if (kind.labels.contains(lower)) {
        return kind;
      }
    }
    return OTHER;
  }

  /** {@code person}, {@code face}, {@code vehicle}, {@code animal}, {@code bag}, {@code other}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The labels of the group, in lower case; none for {@link #OTHER}. */
  public Set<String> labels() {
    return labels;
  }

  /** Such as {@code persons}. */
  public String plural() {
    return plural;
  }
}
