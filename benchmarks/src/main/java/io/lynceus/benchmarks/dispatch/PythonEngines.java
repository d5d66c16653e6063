package io.lynceus.benchmarks.dispatch;

import static io.lynceus.benchmarks.dispatch.ChildProcesses.LOOPBACK;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Starts the engines written in Python, with Debian's packages. */
final class PythonEngines {
  /** Debian's interpreter, which its packages are for, whatever else is called python3. */
  private static final String PYTHON = "/usr/bin/python3";

  private PythonEngines() {}

  static Engine celery(String name, ChildProcesses children)
      throws IOException, InterruptedException {
    unpack(children, "window.py", "noop_celery.py");
    int port = ChildProcesses.freePort();
    Process redis =
        children.start(
            "broker",
            List.of(
                "/usr/bin/redis-server",
                "--bind",
                LOOPBACK,
                "--port",
                Integer.toString(port),
                "--save",
                "",
                "--appendonly",
                "no"));
    children.awaitListening(port);
    children.setEnvironment("BROKER_URL", "redis://" + LOOPBACK + ":" + port + "/0");
    children.setEnvironment("C_FORCE_ROOT", "1"); // allows pickle when run as root
    List<Long> workers = new ArrayList<>();
    for (String worker : List.of("worker-1", "worker-2")) {
      workers.add(children.start(worker, celeryWorker(worker)).pid());
    }
    Process client = children.converse("client", List.of(PYTHON, "noop_celery.py"));
    return new PythonEngine(name, children, redis.pid(), workers, client);
  }

  /** One unit at a time in the worker's own process: the cheapest of Celery's pools. */
  private static List<String> celeryWorker(String name) {
    return List.of(
        PYTHON,
        "-m",
        "celery",
        "--app=noop_celery",
        "worker",
        "--pool=solo",
        "--hostname=" + name,
        "--without-gossip",
        "--without-mingle",
        "--without-heartbeat");
  }

  static Engine dask(String name, ChildProcesses children)
      throws IOException, InterruptedException {
    unpack(children, "window.py", "noop_dask.py");
    int port = ChildProcesses.freePort();
    String address = "tcp://" + LOOPBACK + ":" + port;
    Process scheduler =
        children.start(
            "broker",
            List.of(
                PYTHON,
                "-m",
                "distributed.cli.dask_scheduler",
                "--host=" + LOOPBACK,
                "--port=" + port,
                "--no-dashboard"));
    children.awaitListening(port);
    List<Long> workers = new ArrayList<>();
    for (String worker : List.of("worker-1", "worker-2")) {
      workers.add(
          children
              .start(
                  worker,
                  List.of(
                      PYTHON,
                      "-m",
                      "distributed.cli.dask_worker",
                      address,
                      "--host=" + LOOPBACK,
                      "--nthreads=1",
                      "--no-nanny",
                      "--no-dashboard"))
              .pid());
    }
    Process client = children.converse("client", List.of(PYTHON, "noop_dask.py", address));
    return new PythonEngine(name, children, scheduler.pid(), workers, client);
  }

  private static void unpack(ChildProcesses children, String... files) throws IOException {
    for (String file : files) {
      try (InputStream in = PythonEngines.class.getResourceAsStream(file)) {
        Files.copy(
            Objects.requireNonNull(in, file),
            children.folder().resolve(file),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
