package io.lynceus.app.submit;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Display;
import io.lynceus.app.cli.Text;
import io.lynceus.app.cli.Version;
import io.lynceus.client.FileNames;
import io.lynceus.client.drawing.AnnotatedFolder;
import io.lynceus.client.report.ReportContext;
import io.lynceus.client.report.ReportWriter;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Status;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Draws the annotated pictures and the report of a submission, as far as they were asked for. A
 * thread of its own draws, so that replies need not wait.
 */
final class Drawings implements Closeable {
  /** The most replies that may wait to be drawn; they may hold edge maps. */
  private static final int MAX_WAITING = 32;

  private final @Nullable AnnotatedFolder folder;
  private final @Nullable ReportWriter report;
  private final Path base;
  private final Semaphore room = new Semaphore(MAX_WAITING);
  private final ExecutorService drawing = Executors.newSingleThreadExecutor();
  private volatile @Nullable IOException failure;

  private Drawings(@Nullable AnnotatedFolder folder, @Nullable ReportWriter report, Path base) {
    this.folder = folder;
    this.report = report;
    this.base = base;
  }

  /**
   * Checks that both can be written.
   *
   * @param pictures all files that will be drawn
   * @param ask what is asked of each, which the report says
   */
  static Drawings open(Optional<Path> annotate, Optional<Path> report, List<Path> pictures, Ask ask)
      throws CommandException {
    return new Drawings(
        annotate.isPresent() ? folder(annotate.get()) : null,
        report.isPresent() ? report(report.get(), pictures.size(), ask) : null,
        commonFolder(pictures));
  }

  private static AnnotatedFolder folder(Path folder) throws CommandException {
    try {
      return new AnnotatedFolder(folder);
    } catch (IOException e) {
      throw new CommandException(
          CommandException.USAGE, "cannot create the folder " + Text.shown(folder), e);
    }
  }

  private static ReportWriter report(Path file, int pictures, Ask ask) throws CommandException {
    try {
      return new ReportWriter(file, pictures, new ReportContext(Version.current(), ask));
    } catch (IOException e) {
      throw new CommandException(
          CommandException.USAGE, "cannot write the report " + Text.shown(file), e);
    }
  }

  /** The folder that all pictures have in common. The report names pictures relative to it. */
  private static Path commonFolder(List<Path> pictures) {
    Path common = pictures.isEmpty() ? absolute(Path.of("")) : parent(pictures.get(0));
    for (Path picture : pictures) {
      while (!parent(picture).startsWith(common)) {
        common = parent(common);
      }
    }
    return common;
  }

  private static Path parent(Path path) {
    return absolute(path).resolveSibling("");
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /**
   * Draws one picture, later. One that cannot be drawn on is noted and skipped.
   *
   * @param afterwards runs when the picture's file is no longer needed
   */
  void add(Path picture, Reply reply, Display display, Runnable afterwards) {
    if (folder == null && report == null) {
      afterwards.run();
      return;
    }
    room.acquireUninterruptibly();
    drawing.execute(
        () -> {
          try {
            draw(picture, reply, display);
            afterwards.run();
          } catch (IOException e) {
            failure = e;
          } finally {
            room.release();
          }
        });
  }

  private void draw(Path picture, Reply reply, Display display) throws IOException {
    if (report != null) {
      report.add(FileNames.of(base.relativize(absolute(picture))), picture, reply);
    }
    if (folder != null && reply.status() != Status.REJECTED) {
      try {
        folder.write(picture, reply);
      } catch (IOException e) {
        display.note(Text.shown(picture) + ": no annotated picture: " + e.getMessage());
      }
    }
  }

  /** Waits until everything is drawn, and writes the report. */
  void finish(Duration elapsed) throws IOException {
    room.acquireUninterruptibly(MAX_WAITING);
    room.release(MAX_WAITING);
    try {
      IOException failed = failure;
      if (failed != null) {
        throw failed;
      }
      if (report != null) {
        report.finish(elapsed, OffsetDateTime.now(ZoneId.systemDefault()));
      }
    } catch (IOException e) {
      throw new IOException(
          "all images have replies, but the report cannot be written ("
              + e.getMessage()
              + "): free some space, or name another file",
          e);
    }
  }

  /** Drops what is not drawn yet. */
  @Override
  public void close() throws IOException {
    int dropped = drawing.shutdownNow().size();
    room.acquireUninterruptibly(MAX_WAITING - dropped);
    if (report != null) {
      report.close();
    }
  }
}
