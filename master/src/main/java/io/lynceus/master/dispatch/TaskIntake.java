package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.ClusterLabels;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.Quarantined;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.tasks.ClusterTasks;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What dispatch offers to the gateways. Any thread may call this. */
public interface TaskIntake {

  /**
   * Admits an image, or refuses it.
   *
   * @param onReply called exactly once, by the dispatch thread, unless the task is cancelled first;
   *     must return at once
   */
  Ticket submit(TaskRequest request, Consumer<Reply> onReply);

  /**
   * Why an image would be refused as {@code BUSY} now, whatever it is; counts nothing.
   *
   * @param bytes of the image
   * @return completed by the dispatch thread; empty if there is room
   */
  CompletableFuture<Optional<Rejection>> busy(long bytes);

  /** Counts an image that a gateway refused before it became a task. */
  void refused(RejectionCode why);

  /** The analyses that are known: the standard ones, and those of the slaves since the start. */
  AnalysisCatalog catalog();

  /** The labels that clients can ask for, completed by the dispatch thread. */
  CompletableFuture<ClusterLabels> labels();

  /** The state of the cluster, completed by the dispatch thread. */
  CompletableFuture<ClusterStatus> status();

  /** The tasks that have no reply yet, completed by the dispatch thread. */
  CompletableFuture<ClusterTasks> tasks();

  /**
   * Stops giving units to the connected slaves of that name, or starts again.
   *
   * @return completed by the dispatch thread: the state of the cluster after that, or nothing when
   *     no slave of that name is connected
   */
  CompletableFuture<Optional<ClusterStatus>> drain(String slave, boolean draining);

  /** What is quarantined, the oldest first; completed by the dispatch thread. */
  CompletableFuture<List<Quarantined>> quarantined();

  /**
   * Ends the quarantine of an image: its analyses are tried again, at first in a JVM of their own.
   *
   * @param hash how the image's hash begins; empty for all images
   * @return completed by the dispatch thread
   */
  CompletableFuture<Clearing> clear(String hash);

  /**
   * What became of an order to clear.
   *
   * @param found the entries whose hashes begin so
   * @param done whether they are cleared; not if they are of several images, or the store was busy
   */
  record Clearing(List<Quarantined> found, boolean done) {
    public Clearing {
      found = List.copyOf(found);
    }

    /** The images of the entries, by their hashes. */
    public Set<String> images() {
      return found.stream().map(Quarantined::sha256).collect(Collectors.toSet());
    }
  }

  /** A submitted image. */
  interface Ticket {
    /**
     * The client is gone, and its work is given up. Once this has taken effect, no reply follows.
     */
    void cancel();
  }
}
