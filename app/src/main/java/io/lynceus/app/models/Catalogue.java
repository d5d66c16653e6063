package io.lynceus.app.models;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import io.lynceus.app.cli.CommandException;
import io.lynceus.model.network.NetworkId;
import io.lynceus.model.text.NearestNames;
import io.lynceus.vision.trial.OnnxFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The networks that can be fetched, and sets of them. {@code config/models.conf} is the one that we
 * ship.
 *
 * @param networks by name
 * @param sets by name; of each, the networks by what they are used for
 */
record Catalogue(
    SortedMap<String, CatalogueEntry> networks, SortedMap<String, Map<String, String>> sets) {
  private static final String RESOURCE = "models.conf";
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  Catalogue {
    networks = Collections.unmodifiableSortedMap(new TreeMap<>(networks));
    sets = Collections.unmodifiableSortedMap(new TreeMap<>(sets));
  }

  /**
   * Reads a catalogue.
   *
   * @param file the user's; else the one that is shipped
   * @throws CommandException naming the entry and key that is wrong
   */
  static Catalogue read(Optional<Path> file) throws CommandException {
    String source = file.map(Path::toString).orElse("config/" + RESOURCE);
    if (file.isPresent() && !Files.isReadable(file.get())) {
      throw wrong(source, "it cannot be read; is the path right?", null);
    }
    ConfigParseOptions options = ConfigParseOptions.defaults().setAllowMissing(false);
    try {
      return of(
          file.isPresent()
              ? ConfigFactory.parseFile(file.get().toFile(), options)
              : ConfigFactory.parseResources(Catalogue.class.getClassLoader(), RESOURCE, options));
    } catch (ConfigException | IllegalArgumentException e) {
      throw wrong(source, String.valueOf(e.getMessage()), e);
    }
  }

  private static CommandException wrong(String source, String why, @Nullable Exception cause) {
    return new CommandException(
        CommandException.USAGE, "the catalogue " + source + ": " + why, cause);
  }

  private static Catalogue of(Config unresolved) {
    Config config = unresolved.resolve();
    SortedMap<String, CatalogueEntry> networks = new TreeMap<>();
    for (String name : config.getConfig("networks").root().keySet()) {
      networks.put(name, entry(name, config.getConfig("networks." + ConfigUtil.quoteString(name))));
    }
    SortedMap<String, Map<String, String>> sets = new TreeMap<>();
    for (String name : config.getConfig("sets").root().keySet()) {
      sets.put(name, set(name, config.getConfig("sets." + ConfigUtil.quoteString(name)), networks));
    }
    return new Catalogue(networks, sets);
  }

  private static CatalogueEntry entry(String name, Config config) {
    String use = config.getString("use");
    require(Choices.useOf(use).isPresent(), name, "use", "objects, faces or embedding");
    Optional<String> url = text(config, "url");
    Optional<String> hash = text(config, "sha256");
    long bytes = config.getBytes("bytes");
    require(
        hash.map(text -> HASH.matcher(text).matches()).orElse(true),
        name,
        "sha256",
        "64 of 0-9 a-f");
    require(bytes > 0 && bytes <= OnnxFile.MOST_BYTES, name, "bytes", "1 B to 512 MiB");
    String howTo = text(config, "how-to").orElse("");
    require(url.isPresent() != !howTo.isEmpty(), name, "url", "set, or how-to is");
    return new CatalogueEntry(
        new NetworkId(name, config.getString("version")),
        use,
        new CatalogueEntry.Source(url, howTo, bytes, hash),
        new CatalogueEntry.Terms(config.getString("licence"), text(config, "note").orElse("")),
        config.getString("accuracy"),
        config.getConfig("conf"));
  }

  private static Optional<String> text(Config config, String key) {
    return config.hasPath(key) ? Optional.of(config.getString(key)) : Optional.empty();
  }

  private static void require(boolean fits, String name, String key, String what) {
    if (!fits) {
      throw new IllegalArgumentException("networks.%s.%s is not %s".formatted(name, key, what));
    }
  }

  private static Map<String, String> set(
      String name, Config config, SortedMap<String, CatalogueEntry> networks) {
    Map<String, String> set = new TreeMap<>();
    for (String use : config.root().keySet()) {
      String network = config.getString(use);
      CatalogueEntry entry = networks.get(network);
      if (entry == null || !entry.use().equals(use)) {
        throw new IllegalArgumentException(
            "sets.%s.%s is no network of the catalogue for that".formatted(name, use));
      }
      set.put(use, network);
    }
    return Collections.unmodifiableMap(set);
  }

  /** The networks of a set, or the one of that name. */
  List<CatalogueEntry> wanted(String name) throws CommandException {
    List<String> names =
        sets.containsKey(name) ? List.copyOf(sets.get(name).values()) : List.of(name);
    List<CatalogueEntry> entries = new ArrayList<>();
    for (String each : names) {
      CatalogueEntry entry = networks.get(each);
      if (entry == null) {
        List<String> known = new ArrayList<>(networks.keySet());
        known.addAll(sets.keySet());
        throw new CommandException(
            CommandException.USAGE,
            "the catalogue has no '%s'%s: see lynceus models list"
                .formatted(name, NearestNames.aside(name, known)));
      }
      entries.add(entry);
    }
    return entries;
  }
}
