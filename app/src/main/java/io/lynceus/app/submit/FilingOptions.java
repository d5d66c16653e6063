package io.lynceus.app.submit;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.OptionValues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for a folder that cameras fill: which files are taken, and what becomes of them. */
final class FilingOptions {
  @Option(
      names = "--done",
      paramLabel = "DIR|delete|keep",
      converter = Destination.OfText.class,
      completionCandidates = Destination.OfText.class,
      description =
          "Move each file that is complete to this folder, or delete it, once its line is written"
              + " (default: keep). Its path below the folder PATH is kept, and nothing is"
              + " overwritten. A file that should be sent again, or that was changed meanwhile,"
              + " stays where it is.")
  private Destination done = Destination.KEEP;

  @Option(
      names = "--failed",
      paramLabel = "DIR|delete|keep",
      converter = Destination.OfText.class,
      completionCandidates = Destination.OfText.class,
      description = "The same for each file that will never be complete (default: keep).")
  private Destination failed = Destination.KEEP;

  @Option(
      names = "--settled",
      paramLabel = "TIME",
      converter = OptionValues.Time.class,
      description =
          "Take only files that have not changed for this long, such as 5s: a camera may still be "
              + "writing the others. If there are none, that is no error.")
  private @Nullable Duration settled;

  boolean areDefault() {
    return rules().keepAll() && settled == null;
  }

  Filing.Rules rules() {
    return new Filing.Rules(done, failed);
  }

  /** Which files of the paths are taken. Creates the folders that files are moved to. */
  ImageFiles.Selection selection(List<Path> paths) throws CommandException {
    return new ImageFiles.Selection(
        !rules().keepAll(), rules().open(paths), Optional.ofNullable(settled));
  }
}
