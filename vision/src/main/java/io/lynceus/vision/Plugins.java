package io.lynceus.vision;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.vision.analyzer.AnalysisPlugin;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the plug-ins of analyses: those on the class path, and those of the jars in a folder. Each
 * jar of the folder has a class loader of its own, so that two may bring different versions of a
 * library.
 */
final class Plugins implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Plugins.class);

  /** Plug-ins of Lynceus itself need no line in the log. */
  private static final String OWN = Plugins.class.getPackageName() + ".";

  private final SortedMap<Analysis, AnalysisPlugin> plugins = new TreeMap<>();
  private final SortedMap<Analysis, String> origins = new TreeMap<>();
  private final List<URLClassLoader> loaders = new ArrayList<>();

  private Plugins() {}

  /**
   * Finds them all.
   *
   * @param folder {@code plugins.dir}
   * @throws IOException when the folder or a jar cannot be read, a plug-in cannot be made, or two
   *     have the same key; says which file to look at
   */
  static Plugins find(Optional<Path> folder) throws IOException {
    Plugins found = new Plugins();
    try {
      found.add(AnalysisPlugin.class.getClassLoader(), "the class path", null);
      if (folder.isPresent()) {
        for (Path jar : jarsIn(folder.get())) {
          found.addJar(jar);
        }
      }
      return found;
    } catch (IOException | RuntimeException e) {
      found.close();
      throw e;
    }
  }

  private static List<Path> jarsIn(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("plugins.dir is no folder that can be read: " + folder);
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private void addJar(Path jar) throws IOException {
    URLClassLoader loader =
        new URLClassLoader(
            jar.getFileName().toString(),
            new URL[] {jar.toUri().toURL()},
            AnalysisPlugin.class.getClassLoader());
    loaders.add(loader);
    int before = plugins.size();
    add(loader, jar.toString(), loader);
    if (plugins.size() == before) {
      throw new IOException(
          jar
              + " in plugins.dir holds no plug-in: META-INF/services/"
              + AnalysisPlugin.class.getName()
              + " names none");
    }
  }

  /**
   * Adds what a loader finds.
   *
   * @param own counts only what this loader itself has loaded; null counts all
   */
  private void add(ClassLoader loader, String origin, @Nullable ClassLoader own)
      throws IOException {
    try {
      for (AnalysisPlugin plugin : ServiceLoader.load(AnalysisPlugin.class, loader)) {
        if (own == null || plugin.getClass().getClassLoader() == own) {
          add(plugin, origin);
        }
      }
    } catch (ServiceConfigurationError | LinkageError | IllegalArgumentException e) {
      throw new IOException("a plug-in of " + origin + " cannot be used: " + e.getMessage(), e);
    }
  }

  private void add(AnalysisPlugin plugin, String origin) throws IOException {
    Analysis analysis = plugin.descriptor().analysis();
    if (plugins.putIfAbsent(analysis, plugin) != null) {
      throw new IOException(
          "two plug-ins do the analysis '%s': one of %s, one of %s; take one away"
              .formatted(analysis, origins.get(analysis), origin));
    }
    origins.put(analysis, origin);
    if (!plugin.getClass().getName().startsWith(OWN)) {
      log.info("plug-in {} of {}", analysis, origin);
    }
  }

  Collection<AnalysisPlugin> all() {
    return plugins.values();
  }

  List<AnalysisDescriptor> descriptors() {
    return plugins.values().stream().map(AnalysisPlugin::descriptor).toList();
  }

  /** Lets go of the jars. No plug-in may be used any more. */
  @Override
  public void close() {
    for (URLClassLoader loader : loaders) {
      try {
        loader.close();
      } catch (IOException e) {
        log.warn("a plug-in's jar cannot be closed", e);
      }
    }
  }
}
