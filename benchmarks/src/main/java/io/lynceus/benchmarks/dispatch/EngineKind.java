package io.lynceus.benchmarks.dispatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The engines that are compared. */
enum EngineKind {
  LYNCEUS("Lynceus", "", ""),
  FORWARDER("bare forwarder", "", ""),
  BATCHING_FORWARDER("bare forwarder that batches", "", ""),
  GEARMAN("gearmand", JavaEngines.GEARMAND, "gearman-job-server"),
  NATS("NATS", JavaEngines.NATS_SERVER, "nats-server");

  private final String title;
  private final String file;
  private final String debianPackage;

  /**
   * @param file a file that exists when the package is installed; empty when no package is needed
   */
  EngineKind(String title, String file, String debianPackage) {
    this.title = title;
    this.file = file;
    this.debianPackage = debianPackage;
  }

  /** The name in tables. */
  String title() {
    return title;
  }

  /** The missing Debian package; empty when the engine can be started. */
  Optional<String> missing() {
    return file.isEmpty() || Files.exists(Path.of(file))
        ? Optional.empty()
        : Optional.of(debianPackage);
  }

  /**
   * Starts the engine.
   *
   * @param folder an existing folder for the processes' files
   */
  Engine start(Path folder) throws IOException, InterruptedException {
    ChildProcesses children = new ChildProcesses(Files.createDirectories(folder.resolve(name())));
    try {
      return switch (this) {
        case LYNCEUS -> JavaEngines.lynceus(title, children);
        case FORWARDER -> JavaEngines.forwarder(title, children, 0);
        case BATCHING_FORWARDER -> JavaEngines.forwarder(title, children, 1);
        case GEARMAN -> JavaEngines.gearman(title, children);
        case NATS -> JavaEngines.nats(title, children);
      };
    } catch (IOException | InterruptedException | RuntimeException e) {
      children.close();
      throw e;
    }
  }
}
