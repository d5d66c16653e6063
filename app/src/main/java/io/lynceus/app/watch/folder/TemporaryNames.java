package io.lynceus.app.watch.folder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names that files have while they are written. They are renamed when they are whole, and are not
 * touched until then. Immutable.
 */
public final class TemporaryNames {
  /** Hidden files, and what FTP servers, rsync, browsers and cameras use. */
  private static final Pattern USUAL =
      Pattern.compile(
          "\\..*|~.*|.*~|.*\\.(part|partial|tmp|temp|filepart|upload|uploading|crdownload)"
              + "|.*[._-]tmp\\.[a-z]{3,4}",
          Pattern.CASE_INSENSITIVE);

  private final List<Pattern> patterns;

  private TemporaryNames(List<Pattern> patterns) {
    this.patterns = patterns;
  }

  /**
   * The usual ones, and one more.
   *
   * @param more a regular expression for the whole name
   */
  public static TemporaryNames with(Optional<Pattern> more) {
    List<Pattern> patterns = new ArrayList<>(List.of(USUAL));
    more.ifPresent(patterns::add);
    return new TemporaryNames(List.copyOf(patterns));
  }

  /** Whether a file or folder of that name is passed over. */
  boolean match(String name) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
  }
}
