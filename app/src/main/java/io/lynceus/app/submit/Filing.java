package io.lynceus.app.submit;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Display;
import io.lynceus.app.cli.Text;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Moves or deletes each file by its own outcome, once its line is written. A file that should be
 * sent again, or that has no line, stays. For one thread at a time.
 */
final class Filing {
  private final Rules rules;
  private final Display display;
  private final Map<Path, ImageFile> files = new HashMap<>();
  private long stuck;

  Filing(Rules rules, List<ImageFile> files, Display display) {
    this.rules = rules;
    this.display = display;
    files.forEach(file -> this.files.put(file.path(), file));
  }

  /**
   * Where files go.
   *
   * @param done those that are complete
   * @param failed those that will never be complete
   */
  record Rules(Destination done, Destination failed) {
    static final Rules KEEP_ALL = new Rules(Destination.KEEP, Destination.KEEP);

    boolean keepAll() {
      return equals(KEEP_ALL);
    }

    /** Creates the folders. Returns their real paths, which differ from those of {@code paths}. */
    List<Path> open(List<Path> paths) throws CommandException {
      List<Path> folders =
          Stream.of(done, failed).map(Destination::folder).flatMap(Optional::stream).toList();
      try {
        for (Path folder : folders) {
          Files.createDirectories(folder);
          if (!Files.isWritable(folder)) {
            throw new IOException("it must not be written");
          }
          for (Path path : paths) {
            if (Files.exists(path) && Files.isSameFile(folder, path)) {
              throw new IOException("it is one of the folders to submit");
            }
          }
        }
        return folders;
      } catch (IOException e) {
        throw new CommandException(
            CommandException.USAGE,
            "cannot move files there, see --done and --failed: " + e.getMessage(),
            e);
      }
    }
  }

  /** Puts away a file whose reply was shown. */
  void file(Path path, Reply reply) {
    Destination destination = destination(reply);
    ImageFile file = files.get(path);
    if (destination.equals(Destination.KEEP) || file == null) {
      return;
    }
    try {
      if (!destination.take(file)) {
        display.note(Text.shown(path) + " was changed or removed meanwhile: it is left");
      }
    } catch (IOException e) {
      keepsItsPlace(path, "it cannot be moved: " + e);
    }
  }

  /** Notes that the file's reply could not be shown. */
  void noLine(Path path) {
    if (!rules.keepAll()) {
      keepsItsPlace(path, "its line cannot be written to the output");
    }
  }

  private void keepsItsPlace(Path path, String why) {
    stuck++;
    display.note(Text.shown(path) + " stays where it is: " + Text.shown(why));
  }

  /** The number of files that should have been moved or deleted, but could not. */
  long stuck() {
    return stuck;
  }

  private Destination destination(Reply reply) {
    if (reply.status() == Status.COMPLETE) {
      return rules.done();
    }
    // With other options it may be accepted: the command is wrong, not the file.
    boolean command =
        reply.rejection().filter(r -> r.code() == RejectionCode.BAD_COMMAND).isPresent();
    return reply.isWorthRetrying() || command ? Destination.KEEP : rules.failed();
  }
}
