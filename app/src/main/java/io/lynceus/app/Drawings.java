package io.lynceus.app;

import io.lynceus.client.drawing.AnnotatedFolder;
import io.lynceus.client.report.ReportWriter;
import io.lynceus.protocol.reply.Reply;
import io.lynceus.protocol.reply.Reply.Status;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The annotated pictures and the report of a submission, as far as they were asked for. */
final class Drawings implements Closeable {
  private final @Nullable AnnotatedFolder folder;
  private final @Nullable ReportWriter report;

  private Drawings(@Nullable AnnotatedFolder folder, @Nullable ReportWriter report) {
    this.folder = folder;
    this.report = report;
  }

  /** Makes sure that both can be written. */
  static Drawings open(Optional<Path> annotate, Optional<Path> report, int pictures)
      throws CommandException {
    return new Drawings(
        annotate.isPresent() ? folder(annotate.get()) : null,
        report.isPresent() ? report(report.get(), pictures) : null);
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

  /** Draws one picture. One that cannot be drawn on is noted and left. */
  void add(Path picture, Reply reply, Display display) throws IOException {
    if (report != null) {
      report.add(picture.toString(), picture, reply);
    }
    if (folder != null && reply.status() != Status.REJECTED) {
      try {
        folder.write(picture, reply);
      } catch (IOException e) {
        display.note(Text.shown(picture) + ": no annotated picture: " + e.getMessage());
      }
    }
  }

  /** Writes the report's file. */
  void finish(Duration elapsed) throws IOException {
    if (report != null) {
      report.finish(elapsed, LocalDateTime.now(ZoneId.systemDefault()));
    }
  }

  @Override
  public void close() throws IOException {
    if (report != null) {
      report.close();
    }
  }
}
