package io.lynceus.benchmarks.dispatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The kinds of engines that are compared. */
enum Kind {
  LYNCEUS("Lynceus", "", ""),
  FORWARDER("bare forwarder", "", ""),
  BATCHING_FORWARDER("bare forwarder that batches", "", ""),
  GEARMAN("gearmand", JavaEngines.GEARMAND, "gearman-job-server"),
  NATS("NATS", JavaEngines.NATS_SERVER, "nats-server"),
  CELERY(
      "Celery and Redis",
      "/usr/lib/python3/dist-packages/celery",
      "python3-celery python3-redis redis-server"),
  DASK("Dask", "/usr/lib/python3/dist-packages/distributed", "python3-distributed");

  private final String title;
  private final String file;
  private final String packages;

  /**
   * @param file that is there when the packages are installed; empty when none is needed
   */
  Kind(String title, String file, String packages) {
    this.title = title;
    this.file = file;
    this.packages = packages;
  }

  /** What it is called in tables. */
  String title() {
    return title;
  }

  /** The Debian packages that are missing; empty when it can be started. */
  Optional<String> missing() {
    return file.isEmpty() || Files.exists(Path.of(file)) ? Optional.empty() : Optional.of(packages);
  }

  /**
   * Starts it.
   *
   * @param folder an existing one, for what its processes write
   */
  Engine start(Path folder) throws IOException, InterruptedException {
    Children children = new Children(Files.createDirectories(folder.resolve(name())));
    try {
      return switch (this) {
        case LYNCEUS -> JavaEngines.lynceus(title, children);
        case FORWARDER -> JavaEngines.forwarder(title, children, 0);
        case BATCHING_FORWARDER -> JavaEngines.forwarder(title, children, 1);
        case GEARMAN -> JavaEngines.gearman(title, children);
        case NATS -> JavaEngines.nats(title, children);
        case CELERY -> PythonEngines.celery(title, children);
        case DASK -> PythonEngines.dask(title, children);
      };
    } catch (IOException | InterruptedException | RuntimeException e) {
      children.close();
      throw e;
    }
  }
}
