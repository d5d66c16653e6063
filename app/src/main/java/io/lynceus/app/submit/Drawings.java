package io.lynceus.app.submit;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Display;
import io.lynceus.app.cli.Text;
import io.lynceus.client.drawing.AnnotatedFolder;
import io.lynceus.client.report.ReportWriter;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Status;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The annotated pictures and the report of a submission, as far as they were asked for. They are
 * drawn on a thread of their own, so that replies need not wait for them.
 */
final class Drawings implements Closeable {
  /** Replies that wait to be drawn; they may hold edge maps. */
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
   * Makes sure that both can be written.
   *
   * @param pictures all that will be drawn
   */
  static Drawings open(Optional<Path> annotate, Optional<Path> report, List<Path> pictures)
      throws CommandException {
    return new Drawings(
        annotate.isPresent() ? folder(annotate.get()) : null,
        report.isPresent() ? report(report.get(), pictures.size()) : null,
        commonFolder(pictures));
  }

  private static AnnotatedFolder folder(Path folder) throws CommandException {
    try {
      return new AnnotatedFolder(folder);
    } catch (IOException e) {
      throw new CommandException(
          CommandException.USAGE, "cannot make the folder " + Text.shown(folder), e);
    }
  }

  private static ReportWriter report(Path file, int pictures) throws CommandException {
    try {
      return new ReportWriter(file, pictures);
    } catch (IOException e) {
      throw new CommandException(
          CommandException.USAGE, "cannot write the report " + Text.shown(file), e);
    }
  }

  /** The report names pictures from here on: what all paths begin with tells nothing. */
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

  /** Has one picture drawn. One that cannot be drawn on is noted and left. */
  void add(Path picture, Reply reply, Display display) {
    if (folder == null && report == null) {
      return;
    }
    room.acquireUninterruptibly();
    drawing.execute(
        () -> {
          try {
            draw(picture, reply, display);
          } catch (IOException e) {
            failure = e;
          } finally {
            room.release();
          }
        });
  }

  private void draw(Path picture, Reply reply, Display display) throws IOException {
    if (report != null) {
      report.add(base.relativize(absolute(picture)).toString(), picture, reply);
    }
    if (folder != null && reply.status() != Status.REJECTED) {
      try {
        folder.write(picture, reply);
      } catch (IOException e) {
        display.note(Text.shown(picture) + ": no annotated picture: " + e.getMessage());
      }
    }
  }

  /** Waits until all is drawn, and writes the report's file. */
  void finish(Duration elapsed) throws IOException {
    room.acquireUninterruptibly(MAX_WAITING);
    room.release(MAX_WAITING);
    try {
      IOException failed = failure;
      if (failed != null) {
        throw failed;
      }
      if (report != null) {
        report.finish(elapsed, LocalDateTime.now(ZoneId.systemDefault()));
      }
    } catch (IOException e) {
      throw new IOException(
          "all images are answered, but the report cannot be written ("
              + e.getMessage()
              + "): make room, or name another file",
          e);
    }
  }

  /** Gives up what is not drawn yet. */
  @Override
  public void close() throws IOException {
    int dropped = drawing.shutdownNow().size();
    room.acquireUninterruptibly(MAX_WAITING - dropped);
    if (report != null) {
      report.close();
    }
  }
}
