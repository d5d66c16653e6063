package io.lynceus.app.watch.folder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.client.FileNames;
import io.lynceus.model.Reply;
import io.lynceus.protocol.reply.ReplyJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Puts taken files away: {@code done/DAY/PLACE}, {@code rejected/DAY/PLACE} or {@code
 * failed/DAY/PLACE} of the watched folder. Nothing is overwritten.
 *
 * <p>First what is written beside the file, then the file itself, by one rename. A process that is
 * killed in between leaves a text without its picture. The picture comes to the same name when its
 * reply comes again, since the name follows from the file alone, and the text is written anew.
 */
final class PutAway {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Of the 255 that there may be: a time, {@code .json} and {@code .part} come behind. */
  private static final int MOST_NAME_BYTES = 200;

  private final Path root;
  private final FileChanges changes;
  private final WatchRules rules;
  private final ZoneId zone;

  /**
   * @param zone whose days the folders are named after
   */
  PutAway(Path root, FileChanges changes, WatchRules rules, ZoneId zone) {
    this.root = root;
    this.changes = changes;
    this.rules = rules;
    this.zone = zone;
  }

  /** Puts a file away whose reply decides it. */
  void put(FoundFile file, Fate fate, Reply reply) throws IOException {
    if (fate == Fate.DONE && rules.after() == WatchRules.After.DELETE) {
      changes.delete(file.path());
      return;
    }
    boolean told = rules.replies() || fate != Fate.DONE;
    String name = FileNames.of(file.place());
    move(
        file,
        fate,
        told ? Optional.of(ReplyJson.write(1, reply.withName(name)) + "\n") : Optional.empty(),
        ".json");
  }

  /** Puts a file away that could not be sent at all. */
  void putFailed(FoundFile file, String why) throws IOException {
    move(file, Fate.FAILED, Optional.of(why + "\n"), ".txt");
  }

  private void move(FoundFile file, Fate fate, Optional<String> beside, String ending)
      throws IOException {
    String day = file.stamp().modified().toInstant().atZone(zone).toLocalDate().toString();
    Path target = free(root.resolve(fate.folder()).resolve(day).resolve(file.place()), file);
    Path folder = Objects.requireNonNull(target.getParent());
    changes.makeFolders(folder);
    if (!folder.toRealPath().startsWith(root)) { // somebody may have put a link there
      throw new IOException(folder + " leads out of the watched folder");
    }
    if (beside.isPresent()) {
      changes.write(
          target.resolveSibling(target.getFileName() + ending), beside.get().getBytes(UTF_8));
    }
    changes.rename(file.path(), target);
  }

  private static Path shortened(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    int end = dot < 0 ? name.length() : dot;
    String ending = name.substring(end);
    while ((name.substring(0, end) + ending).getBytes(UTF_8).length > MOST_NAME_BYTES && end > 1) {
      end = name.offsetByCodePoints(end, -1);
    }
    return name.length() == end + ending.length()
        ? file
        : file.resolveSibling(name.substring(0, end) + ending);
  }

  /** The name, or the next one that no file has: the same again as long as no file came. */
  private static Path free(Path wanted, FoundFile file) {
    Path target = shortened(wanted);
    Path free = target;
    for (int tried = 1; Files.exists(free, LinkOption.NOFOLLOW_LINKS); tried++) {
      String time = "-" + TIME.format(file.stamp().modified().toInstant());
      free = withSuffix(target, tried == 1 ? time : time + "-" + tried);
    }
    return free;
  }

  private static Path withSuffix(Path file, String suffix) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return file.resolveSibling(name.substring(0, dot) + suffix + name.substring(dot));
  }
}
