package io.lynceus.app.submit;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Display;
import io.lynceus.client.Batch;
import io.lynceus.client.ClientConfig;
import io.lynceus.client.ConnectionLostException;
import io.lynceus.client.MasterUnreachableException;
import io.lynceus.client.TaskClient;
import io.lynceus.client.Totals;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply.RejectionCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Submits images to a master and shows the replies as they come: what {@code submit} does, and
 * {@code demo} with a master of its own. For one thread.
 */
public final class Submission {
  private final ClientConfig master;
  private final PrintWriter out;
  private final PrintWriter notes;

  /**
   * @param out takes one line for each image
   * @param notes takes what went wrong beside that; the bar goes to standard error by itself
   */
  Submission(ClientConfig master, PrintWriter out, PrintWriter notes) {
    this.master = master;
    this.out = out;
    this.notes = notes;
  }

  /**
   * What to submit and what to make of it.
   *
   * @param files submitted in this order, see {@link ImageFiles}
   * @param stream submitted after them, if present; nothing is drawn of its images
   * @param json one line of JSON an image, in place of words
   * @param annotate folder for annotated pictures
   * @param report file for the report
   * @param base names of files below it are told relative to it; empty: as the paths were given
   */
  record Job(
      List<Path> files,
      Optional<InputStream> stream,
      Ask options,
      boolean json,
      Optional<Path> annotate,
      Optional<Path> report,
      Path base) {

    private String nameOf(Path file) {
      boolean below = !base.toString().isEmpty() && file.startsWith(base);
      return (below ? base.relativize(file) : file).toString();
    }
  }

  /**
   * What came of it.
   *
   * @param unreadable files that vanished before they could be sent
   * @param elapsed from the first submission to the last reply
   */
  record Result(Totals totals, long unreadable, Duration elapsed) {
    /** 0 when all images are complete, else 1. */
    int exitCode() {
      boolean complete = totals.complete() == totals.images() && unreadable == 0;
      return complete ? 0 : CommandException.INCOMPLETE;
    }
  }

  /**
   * Does the job.
   *
   * @throws CommandException when the master cannot be reached or is lost, wants another token, or
   *     when the folder or the report cannot be written
   */
  Result run(Job job) throws CommandException {
    boolean drawn = job.annotate().isPresent() || job.report().isPresent();
    Ask options = drawn ? job.options().withOption("edges", "png") : job.options();
    try (Display display = display(job);
        TaskClient client = TaskClient.connect(master, loss -> noteOutage(display, loss));
        Drawings drawings = Drawings.open(job.annotate(), job.report(), job.files())) {
      ReplySink sink = new ReplySink(display, drawings, job.json());
      long start = System.nanoTime();
      submitFiles(job, options, client, sink);
      if (job.stream().isPresent()) {
        submitStream(job.stream().get(), options, client, sink);
      }
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      drawings.finish(elapsed);
      return new Result(sink.totals(), sink.unreadable(), elapsed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(CommandException.INCOMPLETE, "interrupted", e);
    } catch (IOException e) {
      throw translated(e, "");
    }
  }

  private static void submitFiles(Job job, Ask options, TaskClient client, ReplySink sink)
      throws IOException, InterruptedException, CommandException {
    try {
      new Batch(client, sink)
          .submit(
              job.files().stream()
                  .map(file -> new Batch.Item(file, options.withName(job.nameOf(file))))
                  .toList());
    } catch (ConnectionLostException e) {
      throw translated(
          e,
          "; %d of %d images have no reply: submit them again"
              .formatted(sink.unanswered(), job.files().size()));
    }
  }

  private static void submitStream(
      InputStream stream, Ask options, TaskClient client, ReplySink sink)
      throws IOException, CommandException {
    long before = sink.totals().images();
    try {
      client.submitStream(stream, options, sink::replied);
    } catch (ConnectionLostException e) {
      throw translated(
          e,
          "; %d images of the stream have a reply, and it cannot be read again: submit the rest"
              .formatted(sink.totals().images() - before));
    }
  }

  private void noteOutage(Display display, ConnectionLostException loss) {
    display.note(
        "%s; looking for it at %s again, for %d s at most"
            .formatted(loss.getMessage(), master.address(), master.retries().outage().toSeconds()));
  }

  private Display display(Job job) {
    return job.stream().isPresent()
        ? Display.plain(out, notes)
        : Display.of(out, notes, job.files().size(), job.json());
  }

  /**
   * What a failure means for the user.
   *
   * @param afterLoss added when the master is lost: what to do
   */
  public static CommandException translated(IOException cause, String afterLoss) {
    if (isUnauthorized(cause)) {
      return new CommandException(
          CommandException.USAGE,
          "the master asks for a token: set LYNCEUS_TOKEN to its tasks.token",
          cause);
    }
    if (cause instanceof ConnectionLostException) {
      return new CommandException(
          CommandException.UNREACHABLE, cause.getMessage() + afterLoss, cause);
    }
    boolean unreachable = cause instanceof MasterUnreachableException;
    return new CommandException(
        unreachable ? CommandException.UNREACHABLE : CommandException.INCOMPLETE,
        String.valueOf(cause.getMessage()),
        cause);
  }

  private static boolean isUnauthorized(IOException cause) {
    return cause instanceof ConnectionLostException lost
        && lost.rejection().filter(r -> r.code() == RejectionCode.UNAUTHORIZED).isPresent();
  }
}
