package io.lynceus.master.networks;

import com.typesafe.config.Config;
import io.lynceus.model.Analysis;
import io.lynceus.model.KnownNetworks;
import io.lynceus.model.network.NetworkChoice;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings of which networks a master uses and hands over.
 *
 * @param distribute {@code models.distribute}: whether slaves are handed networks that they lack
 * @param choices of {@code models.quality}; nothing is chosen always
 */
public record DistributionConfig(boolean distribute, KnownNetworks.Choices choices) {
  private static final String QUALITY = "models.quality";

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException naming the key whose value is no network
   */
  public static DistributionConfig from(Config settings) {
    Map<String, Map<Analysis, NetworkChoice>> sets = new TreeMap<>();
    Config quality = settings.getConfig(QUALITY);
    for (String word : quality.root().keySet()) {
      sets.put(word, set(word, quality.getConfig(word)));
    }
    return new DistributionConfig(
        settings.getBoolean("models.distribute"), new KnownNetworks.Choices(Map.of(), sets));
  }

  private static Map<Analysis, NetworkChoice> set(String word, Config set) {
    Map<Analysis, NetworkChoice> networks = new TreeMap<>();
    for (String analysis : set.root().keySet()) {
      try {
        networks.put(new Analysis(analysis), NetworkChoice.of(set.getString(analysis)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s.%s.%s: %s".formatted(QUALITY, word, analysis, e.getMessage()), e);
      }
    }
    return networks;
  }
}
