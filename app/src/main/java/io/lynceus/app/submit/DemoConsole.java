package io.lynceus.app.submit;

import io.lynceus.app.cli.AdminTokenFile;
import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Text;
import io.lynceus.app.daemon.StopSignal;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.ClusterProcess;
import io.lynceus.cluster.LocalCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The console of a demo that goes on until somebody stops it. */
final class DemoConsole {
  /** Where a master listens unless it is told otherwise, and every example of the documentation. */
  private static final int TASKS = 7070;

  private static final int HTTP = 7080;

  private final DemoFolder folder;

  DemoConsole(DemoFolder folder) {
    this.folder = folder;
  }

  /**
   * Has the master listen on its usual ports if they are free, else on others, and know a token of
   * administrators which stays in the folder.
   *
   * @param notes receives a line if that token cannot be kept
   */
  ClusterPlan in(ClusterPlan plan, PrintWriter notes) throws IOException {
    var master =
        plan.master()
            .with("tasks.port", Integer.toString(orAnother(TASKS)))
            .with("http.port", Integer.toString(orAnother(HTTP)))
            .with("cameras.file", folder.cameras().toString());
    AdminTokenFile token = folder.adminToken();
    try {
      return plan.withMaster(master.withEnvironment("LYNCEUS_ADMIN_TOKEN", token.readOrMake()));
    } catch (IOException e) {
      notes.println("lynceus: nobody can sign in as administrator: " + e.getMessage());
      notes.flush();
      return plan.withMaster(master);
    }
  }

  /** The port, or 0, which means a free one, where another program has it. */
  private static int orAnother(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return port;
    } catch (IOException e) {
      return 0;
    }
  }

  static String address(LocalCluster cluster) {
    return "http://localhost:" + cluster.httpPort() + "/";
  }

  /** Where the console is, and how to use it and stop it. */
  List<String> lines(LocalCluster cluster) {
    List<String> lines = new ArrayList<>();
    lines.add("console: " + address(cluster) + inPlaceOf(HTTP, cluster.httpPort()));
    lines.add(
        "  look: no token is needed on this machine; drain slaves, read settings: sign in with the"
            + " token in "
            + Text.shown(folder.adminToken().toString()));
    lines.add(
        "  send a picture: curl --data-binary @cam1.jpg 'localhost:%d/v1/images?camera=gate'"
            .formatted(cluster.httpPort()));
    if (cluster.tasksPort() != TASKS) {
      lines.add(
          "  send a folder: lynceus submit --master localhost:%d snapshots/%s"
              .formatted(cluster.tasksPort(), inPlaceOf(TASKS, cluster.tasksPort())));
    }
    lines.add(
        "  stop: Ctrl-C, or kill %d; results and pictures stay in %s"
            .formatted(ProcessHandle.current().pid(), Text.shown(folder.store())));
    return lines;
  }

  private static String inPlaceOf(int usual, int port) {
    return port == usual ? "" : " (another program has port " + usual + ")";
  }

  /** Ends when this process is asked to, by Ctrl-C or SIGTERM, or the master has ended. */
  CompletableFuture<Integer> takeStop(ClusterProcess master) {
    CompletableFuture<Integer> end = new CompletableFuture<>();
    StopSignal.take(() -> end.complete(0));
    var unused = master.end().thenAccept(end::complete);
    return end;
  }

  /**
   * Waits for that.
   *
   * @throws CommandException when the master has ended by itself
   */
  void awaitStop(CompletableFuture<Integer> end, ClusterProcess master) throws CommandException {
    if (end.join() != 0) {
      throw new CommandException(
          CommandException.UNREACHABLE,
          "the master has ended by itself; its log is " + Text.shown(master.log()));
    }
  }
}
