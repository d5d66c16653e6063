package io.lynceus.app.submit;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Display;
import io.lynceus.app.cli.Style;
import io.lynceus.client.Batch;
import io.lynceus.client.ClientConfig;
import io.lynceus.client.ConnectionLostException;
import io.lynceus.client.FileNames;
import io.lynceus.client.TaskClient;
import io.lynceus.client.Totals;
import io.lynceus.model.Ask;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Submits images to a master and shows the replies as they arrive, for {@code submit} and {@code
 * demo}. For one thread.
 */
public final class Submission {
  private final ClientConfig master;
  private final PrintWriter out;
  private final PrintWriter notes;
  private final Style style;

  /**
   * @param out receives one line for each image
   * @param notes receives other problems; the progress bar always goes to standard error
   * @param style of the lines in {@code out}
   */
  Submission(ClientConfig master, PrintWriter out, PrintWriter notes, Style style) {
    this.master = master;
    this.out = out;
    this.notes = notes;
    this.style = style;
  }

  /**
   * What to submit, and what to do with the replies.
   *
   * @param files submitted in this order, see {@link ImageFiles}
   * @param stream submitted after the files, if present; its images are not drawn
   * @param json whether to print JSON instead of text, one line for each image
   * @param drawn what is drawn of the images
   * @param filing what becomes of the files afterwards
   * @param each what is asked of single files beyond {@code options}
   */
  record Job(
      List<ImageFile> files,
      Optional<InputStream> stream,
      Ask options,
      boolean json,
      Drawn drawn,
      Filing.Rules filing,
      Each each) {

    /** What is asked of a file beyond what is asked of all. */
    @FunctionalInterface
    interface Each {
      /** Nothing but its name, as given. */
      Each NAME = (common, file) -> common.withName(FileNames.of(file));

      Ask ask(Ask common, Path file);
    }

    /**
     * What is drawn of the images.
     *
     * @param annotate folder for annotated pictures
     * @param report file for the report
     */
    record Drawn(Optional<Path> annotate, Optional<Path> report) {
      private boolean isEmpty() {
        return annotate.isEmpty() && report.isEmpty();
      }
    }

    private List<Path> paths() {
      return files.stream().map(ImageFile::path).toList();
    }
  }

  /**
   * The result.
   *
   * @param unreadable the number of files that vanished before they could be sent
   * @param stuck the number of files that could not be moved or deleted
   * @param elapsed from the first submission to the last reply
   */
  record Result(Totals totals, long unreadable, long stuck, Duration elapsed) {
    /** The exit code that says what a script has to do. */
    int exitCode() {
      if (stuck > 0) {
        return CommandException.USAGE;
      }
      if (totals.worthRetrying() > 0) {
        return CommandException.AGAIN;
      }
      boolean complete = totals.complete() == totals.images() && unreadable == 0;
      return complete ? 0 : CommandException.INCOMPLETE;
    }
  }

  /**
   * Runs the job.
   *
   * @throws CommandException when the master cannot be reached, is lost or refuses the token, or
   *     when the folder or the report cannot be written
   */
  Result run(Job job) throws CommandException {
    Job.Drawn drawn = job.drawn();
    Ask options = drawn.isEmpty() ? job.options() : withWhatIsDrawn(job.options());
    try (Display display = display(job);
        TaskClient client = TaskClient.connect(master, loss -> noteOutage(display, loss));
        Drawings drawings =
            Drawings.open(drawn.annotate(), drawn.report(), job.paths(), job.options())) {
      Filing filing = new Filing(job.filing(), job.files(), display);
      ReplySink sink = new ReplySink(display, drawings, filing, job.json(), style);
      long start = System.nanoTime();
      submitFiles(job, options, client, sink);
      if (job.stream().isPresent()) {
        submitStream(job.stream().get(), options, client, sink);
      }
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      drawings.finish(elapsed);
      return new Result(sink.totals(), sink.unreadable(), filing.stuck(), elapsed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(CommandException.INCOMPLETE, "interrupted", e);
    } catch (IOException e) {
      throw CommandException.of(e, "");
    }
  }

  /** With the edge map and the corners themselves; an empty value means the corners' points. */
  private static Ask withWhatIsDrawn(Ask ask) {
    boolean overlay = ask.options().value("edges").filter("overlay"::equals).isPresent();
    return ask.withOption("edges", overlay ? "overlay" : "png").withOption("corners", "");
  }

  private static void submitFiles(Job job, Ask options, TaskClient client, ReplySink sink)
      throws IOException, InterruptedException, CommandException {
    try {
      new Batch(client, sink)
          .submit(
              job.paths().stream()
                  .map(file -> new Batch.Upload(file, job.each().ask(options, file)))
                  .toList());
    } catch (ConnectionLostException e) {
      throw CommandException.of(
          e,
          "; %d of %d images have no reply: submit them again"
              .formatted(sink.lost(), job.files().size()));
    }
  }

  private static void submitStream(
      InputStream stream, Ask options, TaskClient client, ReplySink sink)
      throws IOException, CommandException {
    long before = sink.totals().images();
    try {
      client.submitStream(stream, options, sink::replied);
    } catch (ConnectionLostException e) {
      throw CommandException.of(
          e,
          "; %d images of the stream have a reply; it cannot be read again: submit the rest"
              .formatted(sink.totals().images() - before));
    }
    if (sink.totals().images() == before) {
      throw new CommandException(
          CommandException.INCOMPLETE,
          "no image came on standard input: has the command before the | ended with an error, or"
              + " is the camera off?");
    }
  }

  private void noteOutage(Display display, ConnectionLostException loss) {
    display.note(
        "%s; reconnecting to %s, for %d s at most"
            .formatted(loss.getMessage(), master.address(), master.retries().outage().toSeconds()));
  }

  private Display display(Job job) {
    return job.stream().isPresent()
        ? Display.plain(out, notes)
        : Display.of(out, notes, job.files().size(), job.json());
  }
}
