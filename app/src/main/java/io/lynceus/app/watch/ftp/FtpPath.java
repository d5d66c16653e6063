package io.lynceus.app.watch.ftp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/** Paths of a server that has no files: each folder is there, whatever its name. */
final class FtpPath {
  static final int LONGEST = 1024;
  static final String ROOT = "/";

  /** Ends of names that clients give to files until they are whole. */
  private static final Pattern TEMPORARY =
      Pattern.compile(
          "\\.(part|partial|tmp|temp|filepart|upload|uploading)$", Pattern.CASE_INSENSITIVE);

  private FtpPath() {}

  /**
   * What a client means, without dots.
   *
   * @param current an absolute path
   * @param named by the client, with {@code /} or {@code \} between names
   * @throws IllegalArgumentException when it is too long, or has control characters
   */
  static String resolve(String current, String named) {
    String text = named.replace('\\', '/');
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a path has no control characters");
    }
    Deque<String> names = new ArrayDeque<>();
    String whole = text.startsWith(ROOT) ? text : current + "/" + text;
    for (String name : whole.split("/", -1)) {
      if (name.equals("..")) {
        names.pollLast();
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.addLast(name);
      }
    }
    String path = ROOT + String.join("/", names);
    if (path.length() > LONGEST) {
      throw new IllegalArgumentException("a path has at most " + LONGEST + " characters");
    }
    return path;
  }

  /** The name of a picture: its path without the first slash and a temporary ending. */
  static String picture(String path) {
    return TEMPORARY.matcher(path.substring(1)).replaceFirst("");
  }
}
