package io.lynceus.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.lynceus.master.webhooks.WebhookConfig;
import io.lynceus.model.Analysis;
import io.lynceus.model.text.NearestNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a daemon's settings: defaults, then the user's file, then the environment, then {@code
 * --set}. Each overrides the ones before.
 *
 * <p>The defaults are the commented files in {@code config/}, which lie in the jars of the daemons:
 * a key that they do not have is unknown, and a value of another kind than theirs is wrong.
 *
 * <p>A file that another key names may hold a secret. No message here repeats a text, which might
 * be a secret.
 */
public final class Settings {
  /** Keys of secrets. The same key with {@link #FILE} at its end names a file that holds it. */
  private static final List<String> SECRETS =
      List.of("secret", "tasks.token", "tasks.admin-token", "compat.token", "store.url");

  private static final String FILE = "-file";

  /** The section of the master's tokens, which have names, and the keys of each. */
  private static final String TOKENS = "tokens";

  private static final List<String> TOKEN_KEYS = List.of("role", "cameras", "token-file");
  private static final int MAX_SECRET_BYTES = 4096;

  private Settings() {}

  /**
   * Loads the settings of a daemon.
   *
   * @param daemon {@code master} or {@code slave}
   * @param file the user's settings
   * @param sets each {@code KEY=VALUE}
   * @throws CommandException when a setting is unknown or cannot be read; names its key
   */
  public static Config load(String daemon, Optional<Path> file, List<String> sets)
      throws CommandException {
    Config defaults = resource(daemon + ".conf");
    Config settings = overrides(sets, defaults, daemon);
    try {
      settings = settings.withFallback(resource("environment-" + daemon + ".conf").resolve());
      if (file.isPresent()) {
        settings = settings.withFallback(read(file.get(), defaults, daemon));
      }
      Config complete = settings.withFallback(defaults).resolve();
      ValueKinds.check(complete, defaults);
      return withSecretsOfFiles(complete);
    } catch (ConfigException.Parse e) {
      // The parser's message is left out, also as a cause: it may quote a secret.
      String where = e.origin() == null ? "the settings file" : e.origin().description();
      throw new CommandException(
          CommandException.USAGE,
          where + " is not HOCON: is a quote, a bracket or a = missing, or a $ not in quotes?");
    } catch (IllegalArgumentException e) {
      throw new CommandException(CommandException.USAGE, String.valueOf(e.getMessage()), e);
    } catch (ConfigException e) {
      throw new CommandException(CommandException.USAGE, oneLine(e), e);
    }
  }

  private static Config withSecretsOfFiles(Config settings) throws CommandException {
    Config complete = settings;
    for (String key : secrets(settings)) {
      if (settings.hasPath(key + FILE)) {
        Map<String, String> both =
            Map.of(key, text(settings, key), key + FILE, settings.getString(key + FILE));
        complete =
            complete.withValue(
                key, ConfigValueFactory.fromAnyRef(secret(key, key + FILE, both).orElse("")));
      }
    }
    return complete;
  }

  private static List<String> secrets(Config settings) {
    List<String> keys = new ArrayList<>(SECRETS);
    if (settings.hasPath(TOKENS)) {
      settings
          .getObject(TOKENS)
          .keySet()
          .forEach(name -> keys.add(ConfigUtil.joinPath(TOKENS, name, "token")));
    }
    return keys;
  }

  private static String text(Config settings, String key) {
    return settings.hasPath(key) ? settings.getString(key) : "";
  }

  /**
   * A secret that is given itself, or in a file, from which white space is stripped.
   *
   * @param values may lack both keys, or have them empty
   */
  public static Optional<String> secret(String key, String fileKey, Map<String, String> values)
      throws CommandException {
    String value = values.getOrDefault(key, "");
    String file = values.getOrDefault(fileKey, "");
    if (file.isEmpty()) {
      return Optional.of(value).filter(text -> !text.isEmpty());
    }
    if (!value.isEmpty()) {
      throw new CommandException(
          CommandException.USAGE, key + " and " + fileKey + " are both set: remove one of them");
    }
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      String text = new String(in.readNBytes(MAX_SECRET_BYTES), UTF_8).strip();
      if (!text.isEmpty()) {
        return Optional.of(text);
      }
      throw new CommandException(
          CommandException.USAGE, fileKey + " names " + file + ", which is empty");
    } catch (IOException e) {
      throw new CommandException(
          CommandException.USAGE, fileKey + " names " + file + ", which cannot be read", e);
    }
  }

  private static Config resource(String name) {
    return ConfigFactory.parseResources(
        Settings.class.getClassLoader(),
        name,
        ConfigParseOptions.defaults().setAllowMissing(false));
  }

  private static Config read(Path file, Config defaults, String daemon) throws CommandException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new CommandException(
          CommandException.USAGE, "cannot read the settings file " + file + "; is the path right?");
    }
    Config settings = ConfigFactory.parseFile(file.toFile(), IncludedFiles.of(file)).resolve();
    for (Map.Entry<String, ConfigValue> entry : settings.entrySet()) {
      requireKnown(entry.getKey(), defaults, daemon);
    }
    return settings;
  }

  private static Config overrides(List<String> sets, Config defaults, String daemon)
      throws CommandException {
    Config overrides = ConfigFactory.empty();
    for (String set : sets) {
      int equals = set.indexOf('=');
      if (equals < 1) {
        throw new CommandException(
            CommandException.USAGE, "--set needs KEY=VALUE, such as --set threads=2");
      }
      String key = set.substring(0, equals).strip();
      requireKnown(key, defaults, daemon);
      overrides =
          overrides.withValue(
              key,
              ConfigValueFactory.fromAnyRef(set.substring(equals + 1).strip(), "--set " + key));
    }
    return overrides;
  }

  private static void requireKnown(String key, Config defaults, String daemon)
      throws CommandException {
    boolean known;
    try {
      ConfigUtil.splitPath(key);
      known =
          isOfPlugin(key, daemon)
              || isOfToken(key, daemon)
              || isOfStoredCamera(key, daemon)
              || isOfWebhook(key, daemon)
              || defaults.entrySet().stream().anyMatch(entry -> entry.getKey().equals(key));
    } catch (ConfigException e) {
      known = false;
    }
    if (!known) {
      throw new CommandException(
          CommandException.USAGE,
          "unknown setting %s%s; config/%s.conf lists them all"
              .formatted(
                  key,
                  NearestNames.aside(
                      key, defaults.entrySet().stream().map(Map.Entry::getKey).toList()),
                  daemon));
    }
  }

  /** The settings of an analysis that a plug-in brings are known to the plug-in alone. */
  private static boolean isOfPlugin(String key, String daemon) {
    List<String> path = ConfigUtil.splitPath(key);
    return daemon.equals("slave")
        && path.size() == 3
        && path.get(0).equals("analysis")
        && Analysis.ofKey(path.get(1))
            .filter(known -> !Analysis.STANDARD.contains(known))
            .isPresent();
  }

  /** {@code tokens.NAME.role} and the others; the token itself stands in a file. */
  private static boolean isOfToken(String key, String daemon) {
    List<String> path = ConfigUtil.splitPath(key);
    return daemon.equals("master")
        && path.size() == 3
        && path.get(0).equals(TOKENS)
        && TOKEN_KEYS.contains(path.get(2));
  }

  /** Cameras have the names that their owner gives them. */
  private static boolean isOfStoredCamera(String key, String daemon) {
    List<String> path = ConfigUtil.splitPath(key);
    return daemon.equals("master")
        && path.size() == 5
        && path.subList(0, 3).equals(List.of("store", "keep", "cameras"))
        && List.of("results", "pictures").contains(path.get(4));
  }

  /** Webhooks and their headers have the names that their owner gives them. */
  private static boolean isOfWebhook(String key, String daemon) {
    List<String> path = ConfigUtil.splitPath(key);
    return daemon.equals("master")
        && path.get(0).equals("webhooks")
        && ((path.size() == 3 && WebhookConfig.KEYS.contains(path.get(2)))
            || (path.size() == 4 && WebhookConfig.HEADER_KEYS.contains(path.get(2))));
  }

  private static String oneLine(ConfigException e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
  }
}
