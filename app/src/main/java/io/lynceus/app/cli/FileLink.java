package io.lynceus.app.cli;

import java.net.URI;
import java.nio.file.Path;

/** Names of files that a terminal opens at a click (OSC 8). */
public final class FileLink {
  /** What begins or ends a link, as a pattern. */
  static final String SEQUENCE = "\u001b]8;;(?:file:///[A-Za-z0-9/._~%+,;:@=!$&'()*-]*)?\u001b\\\\";

  private FileLink() {}

  /**
   * The file for a reader: on a terminal its URI, as a link; else its absolute path, for programs.
   */
  public static String to(Path file, Style style) {
    Path absolute = file.toAbsolutePath().normalize();
    if (style.columns() == Style.ANY) {
      return Text.shown(absolute);
    }
    String address = address(absolute);
    return style.colours()
        ? "\u001b]8;;" + address + "\u001b\\" + address + "\u001b]8;;\u001b\\"
        : address;
  }

  /** Such as {@code file:///tmp/report.html}, in ASCII. */
  public static String address(Path file) {
    URI uri = file.toAbsolutePath().normalize().toUri();
    return uri.toASCIIString();
  }
}
