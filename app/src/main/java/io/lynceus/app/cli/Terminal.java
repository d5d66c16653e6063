package io.lynceus.app.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is known of the terminals that this process writes to. */
public final class Terminal {
  /** Standard output. */
  public static final int OUT = 1;

  /** Standard error. */
  public static final int ERR = 2;

  private static final int USUAL_COLUMNS = 80;
  private static final int USUAL_ROWS = 24;
  private static final int MAX_SIZE = 10_000;
  private static final Pattern SIZE = Pattern.compile("(\\d{1,5}) (\\d{1,5})\\s*");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");

  private Terminal() {}

  /**
   * How to write to standard output or standard error: for the terminal there, else {@link
   * Style#PLAIN}. The variables {@code COLUMNS}, {@code NO_COLOR} and {@code TERM} are obeyed.
   *
   * @param descriptor {@link #OUT} or {@link #ERR}
   */
  public static Style style(int descriptor, Map<String, String> environment) {
    Optional<Path> device = device(descriptor);
    return device.isEmpty() ? Style.PLAIN : style(size(device.get()), environment);
  }

  /** As {@code stty size} tells it: rows, a space, columns. Zeros and nonsense mean unknown. */
  static Style style(String size, Map<String, String> environment) {
    Matcher told = SIZE.matcher(size);
    boolean known = told.matches();
    int columns =
        number(
            environment.getOrDefault("COLUMNS", ""),
            number(known ? told.group(2) : "", USUAL_COLUMNS));
    int rows = number(known ? told.group(1) : "", USUAL_ROWS);
    return new Style(columns, rows, hasColours(environment));
  }

  private static int number(String text, int otherwise) {
    int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
    return number > 0 && number < MAX_SIZE ? number : otherwise;
  }

  private static boolean hasColours(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  private static String size(Path device) {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(device.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(1, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        return "";
      }
      return new String(stty.getInputStream().readNBytes(32), US_ASCII);
    } catch (IOException e) {
      return ""; // there is no stty
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** Whether a descriptor of this process is a terminal. */
  public static boolean is(int descriptor) {
    return device(descriptor).isPresent();
  }

  /**
   * A stream to the terminal at standard output or standard error which obeys escape sequences: no
   * text of others may reach it that has not passed {@link Text#shown(String)}.
   */
  public static PrintStream raw(int descriptor) {
    FileDescriptor file = descriptor == OUT ? FileDescriptor.out : FileDescriptor.err;
    return new PrintStream(new FileOutputStream(file), true, Charset.defaultCharset());
  }

  /**
   * Java cannot test stdout and stderr separately, so ask /proc; elsewhere assume there is no
   * terminal.
   */
  private static Optional<Path> device(int descriptor) {
    try {
      Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
      String name = target.toString();
      boolean terminal =
          name.startsWith("/dev/pts/")
              || name.startsWith("/dev/tty")
              || name.equals("/dev/console");
      return terminal ? Optional.of(target) : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }
}
