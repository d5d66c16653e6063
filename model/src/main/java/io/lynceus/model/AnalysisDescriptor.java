package io.lynceus.model;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the cluster knows of an analysis without running it: a slave tells its master when it
 * registers.
 *
 * @param description one sentence for {@code HELP} and the API's description
 * @param kinds the parts that its {@link Findings} have
 * @param needs other analyses whose findings of the same picture it wants; they run before it
 * @param options keys that clients may set for it; two analyses may read the same key
 * @param labels what its network can find, and what is always counted
 */
public record AnalysisDescriptor(
    Analysis analysis,
    String description,
    Set<FindingsKind> kinds,
    SortedSet<Analysis> needs,
    List<AnalysisOption> options,
    Vocabulary labels) {
  public static final int MAX_DESCRIPTION_CHARS = 200;
  public static final int MAX_NEEDS = 8;
  public static final int MAX_OPTIONS = 16;

  private static final AnalysisOption MIN_SCORE =
      AnalysisOption.number(
          "min-score", "Objects and faces below this score are not reported.", 0, 1);

  private static final AnalysisOption QUALITY =
      AnalysisOption.oneOf(
          KnownNetworks.QUALITY,
          "The set of networks that is used; objects and faces choose single ones.",
          "auto",
          "fast",
          "best");

  /** Objects with labels. */
  public static final AnalysisDescriptor OBJECTS =
      new AnalysisDescriptor(
          Analysis.OBJECTS,
          "Objects of the network's classes, with their boxes.",
          EnumSet.of(FindingsKind.DETECTIONS),
          new TreeSet<>(),
          List.of(
              AnalysisOption.list("labels", "Only objects of these labels are reported."),
              MIN_SCORE,
              AnalysisOption.TILES,
              AnalysisOption.network("objects", "The network that looks for objects."),
              QUALITY),
          List.of("person")); // counted even when none is there: that is what cameras are for

  /** Faces with key points. */
  public static final AnalysisDescriptor FACES =
      new AnalysisDescriptor(
          Analysis.FACES,
          "Faces, with their boxes and key points.",
          EnumSet.of(FindingsKind.DETECTIONS),
          new TreeSet<>(),
          List.of(
              MIN_SCORE,
              AnalysisOption.TILES,
              AnalysisOption.network("faces", "The network that looks for faces."),
              QUALITY),
          List.of("face"));

  /** Edges as numbers, and as a map where it is asked for. */
  public static final AnalysisDescriptor EDGES =
      new AnalysisDescriptor(
          Analysis.EDGES,
          "Edges: their pixels, their share of the picture, a map if asked for.",
          EnumSet.of(FindingsKind.NUMBERS, FindingsKind.MAP),
          new TreeSet<>(),
          List.of(
              AnalysisOption.oneOf(
                  "edges",
                  "png adds the map of the edges to the reply, overlay the picture with them.",
                  "stats",
                  "png",
                  "overlay")),
          List.of());

  /** Corners, strongest first, or how many there are. */
  public static final AnalysisDescriptor CORNERS =
      new AnalysisDescriptor(
          Analysis.CORNERS,
          "Corners, strongest first.",
          EnumSet.of(FindingsKind.POINTS),
          new TreeSet<>(),
          List.of(
              AnalysisOption.oneOf(
                  "corners",
                  "count leaves the corners out of the reply and keeps their number.",
                  "points",
                  "count")),
          List.of());

  /** Those of {@link Analysis#STANDARD}, in the same order. */
  public static final List<AnalysisDescriptor> STANDARD = List.of(OBJECTS, FACES, EDGES, CORNERS);

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException when there are too many parts, or an analysis needs itself
   */
  public AnalysisDescriptor {
    kinds = copy(kinds);
    needs = Collections.unmodifiableSortedSet(new TreeSet<>(needs));
    options = List.copyOf(options);
    if (description.length() > MAX_DESCRIPTION_CHARS
        || needs.size() > MAX_NEEDS
        || options.size() > MAX_OPTIONS) {
      throw new IllegalArgumentException(
          "the description of the analysis '" + analysis + "' is too large");
    }
    if (needs.contains(analysis)) {
      throw new IllegalArgumentException("the analysis '" + analysis + "' needs itself");
    }
  }

  /**
   * An analysis that does not tell what its network can find.
   *
   * @param counted labels that a reply counts even when none was found
   */
  public AnalysisDescriptor(
      Analysis analysis,
      String description,
      Set<FindingsKind> kinds,
      SortedSet<Analysis> needs,
      List<AnalysisOption> options,
      List<String> counted) {
    this(analysis, description, kinds, needs, options, new Vocabulary(List.of(), counted));
  }

  /** This, with the labels that its network can find; of those counted, the known ones stay. */
  public AnalysisDescriptor withLabels(List<String> known) {
    Vocabulary told = new Vocabulary(known, List.of());
    List<String> counted = labels.counted().stream().flatMap(l -> told.own(l).stream()).toList();
    return new AnalysisDescriptor(
        analysis, description, kinds, needs, options, new Vocabulary(known, counted));
  }

  /** Whether clients may choose its network, by the option with the key of the analysis. */
  public boolean hasNetworks() {
    return options.stream()
        .anyMatch(
            option ->
                option.kind() == AnalysisOption.Kind.NETWORK
                    && option.key().equals(analysis.key()));
  }

  /** Whether clients may set that option for it. */
  public boolean reads(String key) {
    return options.stream().anyMatch(option -> option.key().equals(key));
  }

  private static Set<FindingsKind> copy(Collection<FindingsKind> kinds) {
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("an analysis finds something of at least one kind");
    }
    return Collections.unmodifiableSet(EnumSet.copyOf(kinds));
  }
}
