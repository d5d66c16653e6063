package io.lynceus.model;

import io.lynceus.model.network.NetworkChoice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a master knows of networks: those that are there now, and which one is used for what a
 * client asks. Immutable.
 */
public final class KnownNetworks {
  /** The key of the option that names a set of networks. */
  public static final String QUALITY = "quality";

  /** More different networks than this, of all slaves together, are not taken. */
  public static final int MAX_NETWORKS = 256;

  static final KnownNetworks NONE = new KnownNetworks(List.of(), Choices.NONE);

  private final List<NetworkOffer> there;
  private final Choices choices;

  private KnownNetworks(List<NetworkOffer> there, Choices choices) {
    this.there = List.copyOf(there);
    this.choices = choices;
  }

  /**
   * Which networks a master uses where the client does not name one.
   *
   * @param always by analysis; where none is chosen, each slave's own choice counts
   * @param sets by the words of the option {@value #QUALITY}, of each the networks by analysis
   */
  public record Choices(
      Map<Analysis, NetworkChoice> always, Map<String, Map<Analysis, NetworkChoice>> sets) {
    /** Chooses nothing. */
    public static final Choices NONE = new Choices(Map.of(), Map.of());

    public Choices {
      always = Map.copyOf(always);
      Map<String, Map<Analysis, NetworkChoice>> copies = new TreeMap<>();
      sets.forEach((word, set) -> copies.put(word, Map.copyOf(set)));
      sets = Map.copyOf(copies);
    }

    /** The same sets, with other networks where the client asks for nothing. */
    public Choices withAlways(Map<Analysis, NetworkChoice> changed) {
      return new Choices(changed, sets);
    }

    private Optional<NetworkChoice> of(Analysis analysis, AskOptions options) {
      return options
          .value(analysis.key())
          .map(NetworkChoice::of)
          .or(
              () ->
                  options
                      .value(QUALITY)
                      .map(word -> sets.getOrDefault(word, Map.of()).get(analysis)))
          .or(() -> Optional.ofNullable(always.get(analysis)));
    }
  }

  /**
   * The same choices, with other networks; itself when they are the same.
   *
   * @throws IllegalArgumentException when there are too many
   */
  KnownNetworks with(Collection<NetworkOffer> offers) {
    List<NetworkOffer> all = new ArrayList<>();
    for (NetworkOffer offer : offers) {
      if (all.stream().noneMatch(offer::isSameNetwork)) {
        all.add(offer);
      }
    }
    if (all.size() > MAX_NETWORKS) {
      throw new IllegalArgumentException(
          "the slaves have more than " + MAX_NETWORKS + " different networks");
    }
    boolean same = all.size() == there.size() && all.stream().allMatch(this::has);
    return same ? this : new KnownNetworks(all, choices);
  }

  private boolean has(NetworkOffer offer) {
    return there.stream().anyMatch(offer::isSameNetwork);
  }

  /** These, with other choices of the master. */
  KnownNetworks with(Choices changed) {
    return changed.equals(choices) ? this : new KnownNetworks(there, changed);
  }

  /**
   * The network for an analysis that has networks: the one that the client names by the option with
   * the key of the analysis, else that of the set which it names, else the one that the master
   * chooses always.
   */
  Optional<NetworkChoice> chosen(Analysis analysis, AskOptions options) {
    return choices.of(analysis, options);
  }

  /** The newest network that a choice allows. */
  Optional<NetworkOffer> newest(Analysis analysis, NetworkChoice choice) {
    return of(analysis)
        .filter(offer -> offer.isAllowedBy(choice))
        .max(Comparator.comparing(NetworkOffer::id));
  }

  /** Those for an analysis. */
  Stream<NetworkOffer> of(Analysis analysis) {
    return there.stream().filter(offer -> offer.analysis().equals(analysis));
  }
}
