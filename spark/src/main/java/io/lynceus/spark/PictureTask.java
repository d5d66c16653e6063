package io.lynceus.spark;

import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.spark.input.ArchiveFile;
import io.lynceus.spark.input.ArchivePicture;
import io.lynceus.spark.input.ArchivePictures;
import io.lynceus.spark.look.Looker;
import io.lynceus.spark.look.Lookers;
import io.lynceus.spark.plan.ArchiveException;
import io.lynceus.spark.plan.ArchivePlan;
import io.lynceus.spark.table.PictureRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/** What a Spark task does: reads files, has their pictures looked at, and makes rows. */
final class PictureTask implements FlatMapFunction<Iterator<ArchiveFile>, Row> {
  private static final long serialVersionUID = 1L;

  private final ArchivePlan plan;
  private final SerializableConfiguration hadoop;
  private final TaskCounts counts;

  PictureTask(ArchivePlan plan, Configuration hadoop, TaskCounts counts) {
    this.plan = plan;
    this.hadoop = new SerializableConfiguration(hadoop);
    this.counts = counts;
  }

  @Override
  public Iterator<Row> call(Iterator<ArchiveFile> files) {
    Rows rows = new Rows(plan, hadoop.value(), files, counts);
    TaskCompletionListener closing = context -> rows.close();
    TaskContext.get().addTaskCompletionListener(closing);
    return rows;
  }

  /** Rows in the order of the pictures; several pictures are under way. */
  private static final class Rows implements Iterator<Row> {
    private final ArchivePlan plan;
    private final Ask asked;
    private final Configuration hadoop;
    private final Iterator<ArchiveFile> files;
    private final PictureRow rows;
    private final TaskCounts counts;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private @Nullable ArchivePictures pictures;
    private @Nullable Looker looker;

    /** Bytes of the open file that are counted already. */
    private long countedBytes;

    Rows(ArchivePlan plan, Configuration hadoop, Iterator<ArchiveFile> files, TaskCounts counts) {
      this.plan = plan;
      this.asked = plan.wanted().ask();
      this.hadoop = hadoop;
      this.files = files;
      this.rows = new PictureRow(plan.run());
      this.counts = counts;
    }

    /**
     * A picture on its way.
     *
     * @param reply absent when it was not read
     */
    private record Waiting(ArchivePicture picture, Optional<Future<Reply>> reply, Ask ask) {}

    @Override
    public boolean hasNext() {
      while (waiting.size() < plan.workers().window()) {
        ArchivePictures open = pictures;
        if (open != null && open.hasNext()) {
          ArchivePicture picture = open.next();
          long bytes = Math.min(picture.bytes(), open.file().bytes() - countedBytes);
          countedBytes += bytes;
          counts.bytes().add(bytes);
          waiting.add(begin(picture));
        } else if (files.hasNext()) {
          closePictures();
          pictures =
              new ArchivePictures(
                  files.next(),
                  uri -> {
                    Path path = new Path(uri);
                    return path.getFileSystem(hadoop).open(path);
                  });
        } else {
          closePictures();
          break;
        }
      }
      return !waiting.isEmpty();
    }

    private Waiting begin(ArchivePicture picture) {
      Optional<Camera> camera = plan.paths().camera(picture.path());
      Optional<OffsetDateTime> time = plan.paths().time(picture.path());
      Ask ask =
          asked.withName(picture.path()).withCamera(camera).withTime(time).withId(id(picture));
      return new Waiting(
          picture, picture.content().map(content -> look(content.bytes(), ask)), ask);
    }

    /** The same when Spark does a task again: the master does not look twice. */
    private Optional<String> id(ArchivePicture picture) {
      byte[] name = (plan.run() + "\n" + picture.key()).getBytes(StandardCharsets.UTF_8);
      return Optional.of(UUID.nameUUIDFromBytes(name).toString());
    }

    private Future<Reply> look(byte[] file, Ask ask) {
      Looker open = looker;
      if (open == null) {
        open = Lookers.open(plan);
        looker = open;
      }
      try {
        return open.look(file, ask);
      } catch (InterruptedException e) {
        throw stopped(e);
      }
    }

    private static ArchiveException stopped(InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ArchiveException("the task was stopped", e);
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Waiting first = waiting.remove();
      counts.pictures().add(1L);
      if (first.reply().isEmpty()) {
        return rows.of(
            first.picture(), first.ask().camera(), first.picture().fault().orElseThrow());
      }
      Reply reply = await(first.reply().get());
      reply
          .rejection()
          .filter(refusal -> isOfTheQuestion(refusal))
          .ifPresent(
              refusal -> {
                throw new ArchiveException(
                    "the master refuses what is asked: " + refusal.message());
              });
      return rows.of(first.picture(), reply, first.ask());
    }

    private static boolean isOfTheQuestion(Rejection refusal) {
      return refusal.code() == RejectionCode.BAD_COMMAND
          || refusal.code() == RejectionCode.UNAUTHORIZED;
    }

    private static Reply await(Future<Reply> reply) {
      try {
        return reply.get();
      } catch (InterruptedException e) {
        throw stopped(e);
      } catch (ExecutionException e) {
        Throwable why = e.getCause() == null ? e : e.getCause();
        throw new ArchiveException("the master was lost: " + why.getMessage(), why);
      }
    }

    private void closePictures() {
      ArchivePictures open = pictures;
      pictures = null;
      if (open != null) {
        counts.files().add(1L);
        counts.bytes().add(open.file().bytes() - countedBytes); // what had rows, and headers
        countedBytes = 0;
        try {
          open.close();
        } catch (IOException e) {
          // All that was wanted of it has been read.
        }
      }
    }

    void close() {
      closePictures();
      Looker open = looker;
      if (open != null) {
        open.close();
      }
    }
  }
}
