package io.lynceus.app.accuracy;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.truth.LabelledPicture;
import io.lynceus.client.Batch;
import io.lynceus.client.ClientConfig;
import io.lynceus.client.TaskClient;
import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterLabels;
import io.lynceus.model.Findings;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.UnitReply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Has the slaves of a cluster look at pictures: each is submitted twice. */
final class ClusterExaminer implements Examiner {
  private final ClientConfig master;
  private final ClusterLabels labels;

  private ClusterExaminer(ClientConfig master, ClusterLabels labels) {
    this.master = master;
    this.labels = labels;
  }

  /** Asks the master what its slaves can find. */
  static ClusterExaminer open(ClientConfig master) throws CommandException {
    try {
      ClusterLabels labels = TaskClient.labels(master);
      if (labels.networks().isEmpty()) {
        throw new CommandException(
            CommandException.AGAIN,
            "no slave has told what it can find: start a slave; see lynceus status");
      }
      return new ClusterExaminer(master, labels);
    } catch (IOException e) {
      throw CommandException.of(e, "; run it again");
    }
  }

  @Override
  public LabelFinders finders() {
    return LabelFinders.of(labels);
  }

  @Override
  public String place() {
    return master.address();
  }

  @Override
  public String thresholds(List<Analysis> analyses) {
    return "as the slaves are set";
  }

  @Override
  public void examine(List<LabelledPicture> pictures, Looks looks, Listener listener)
      throws CommandException, InterruptedException {
    List<Batch.Upload> uploads = new ArrayList<>();
    for (LabelledPicture picture : pictures) {
      uploads.add(new Batch.Upload(picture.file().orElseThrow(), looks.inUse()));
      uploads.add(new Batch.Upload(picture.file().orElseThrow(), looks.all()));
    }
    try (TaskClient client = TaskClient.connect(master)) {
      new Batch(client, new Pairs(pictures, listener)).submit(uploads);
    } catch (IOException e) {
      throw CommandException.of(e, "; nothing is scored: run it again");
    }
  }

  @Override
  public void close() {
    // Each examination closes its connection.
  }

  /** Joins the two replies to each picture: replies come in the order of the uploads. */
  private static final class Pairs implements Batch.Listener {
    private final List<LabelledPicture> pictures;
    private final Listener listener;
    private int uploads;
    private @Nullable Reply first;
    private String unreadable = "";

    Pairs(List<LabelledPicture> pictures, Listener listener) {
      this.pictures = pictures;
      this.listener = listener;
    }

    @Override
    public void replied(Batch.Upload upload, Reply reply) {
      next(reply);
    }

    @Override
    public void unreadable(Batch.Upload upload, IOException cause) {
      unreadable = "it cannot be read: " + cause.getMessage();
      next(null);
    }

    @Override
    public void lost(Batch.Upload upload) {
      // The submission ends with the loss.
    }

    private void next(@Nullable Reply reply) {
      LabelledPicture picture = pictures.get(uploads / 2);
      boolean second = uploads % 2 == 1;
      uploads++;
      if (!second) {
        first = reply;
        return;
      }
      if (first == null || reply == null) {
        listener.unseen(picture, false, unreadable);
      } else {
        tell(picture, first, reply);
      }
    }

    private void tell(LabelledPicture picture, Reply inUse, Reply all) {
      for (Reply reply : List.of(inUse, all)) {
        String problem = problem(reply);
        if (!problem.isEmpty()) {
          listener.unseen(picture, reply.isWorthRetrying(), problem);
          return;
        }
      }
      ImageInfo image = inUse.image().orElseThrow();
      listener.seen(
          picture,
          new Seen(
              image.width(),
              image.height(),
              image.condition().stretched(),
              findings(inUse),
              findings(all)));
    }

    private static String problem(Reply reply) {
      if (reply.rejection().isPresent()) {
        return reply.rejection().get().message();
      }
      String failed =
          reply.analyses().entrySet().stream()
              .filter(unit -> unit.getValue().outcome() != Outcome.OK)
              .map(unit -> unit.getKey() + ": " + unit.getValue().message())
              .collect(Collectors.joining("; "));
      if (!failed.isEmpty()) {
        return failed;
      }
      boolean whole = reply.image().map(image -> image.condition().isWhole()).orElse(false);
      return whole ? "" : "the file is damaged, a part of the picture is missing";
    }

    private static Map<Analysis, Findings> findings(Reply reply) {
      SortedMap<Analysis, Findings> findings = new TreeMap<>();
      for (Map.Entry<Analysis, UnitReply> unit : reply.analyses().entrySet()) {
        unit.getValue().findings().ifPresent(found -> findings.put(unit.getKey(), found));
      }
      return findings;
    }
  }
}
