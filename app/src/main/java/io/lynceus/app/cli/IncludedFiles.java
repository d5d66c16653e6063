package io.lynceus.app.cli;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import java.io.File;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a settings file may include: files in its own folder or below. Nothing is fetched, and
 * nothing is read from elsewhere, because settings decide what a daemon runs.
 */
final class IncludedFiles
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
  private static final int MOST_NESTED = 10;

  private final Path folder;
  private final int nested;

  private IncludedFiles(Path folder, int nested) {
    this.folder = folder;
    this.nested = nested;
  }

  /**
   * How to parse a settings file.
   *
   * @param file the settings file
   */
  static ConfigParseOptions of(Path file) {
    return options(file, 0);
  }

  private static ConfigParseOptions options(Path file, int nested) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    return ConfigParseOptions.defaults()
        .setAllowMissing(false)
        .setIncluder(new IncludedFiles(folder == null ? file : folder, nested));
  }

  /** No other way to include remains. */
  @Override
  public ConfigIncluder withFallback(ConfigIncluder others) {
    return this;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    if (what.contains("://")) {
      throw refused(what);
    }
    return parse(what);
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    return parse(what.getPath());
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    throw refused("url(" + what.getProtocol() + ":…)");
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    throw refused("classpath(" + what + ")");
  }

  private ConfigObject parse(String what) {
    Path file = folder.resolve(what).normalize();
    if (!file.startsWith(folder) || nested == MOST_NESTED) {
      throw refused(what);
    }
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          "the settings include " + file + ", which cannot be read; is the path right?");
    }
    return ConfigFactory.parseFile(file.toFile(), options(file, nested + 1)).root();
  }

  private IllegalArgumentException refused(String what) {
    return new IllegalArgumentException(
        "the settings include "
            + what
            + ": only files in the folder of the including file, "
            + folder
            + ", or below can be included, "
            + MOST_NESTED
            + " deep at most");
  }
}
