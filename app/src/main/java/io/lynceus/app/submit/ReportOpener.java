package io.lynceus.app.submit;

import io.lynceus.app.cli.FileLink;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Opens a page in the user's browser. Where that fails, a line says what to open instead. */
public final class ReportOpener {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<String> command;
  private final Duration patience;

  /**
   * @param command to which the page's address is appended; empty where there is no desktop
   * @param patience how long its end is waited for; what still runs then is a browser
   */
  ReportOpener(List<String> command, Duration patience) {
    this.command = List.copyOf(command);
    this.patience = patience;
  }

  /** With what the system has for it. */
  public static ReportOpener ofThisMachine(Map<String, String> environment) {
    return new ReportOpener(command(System.getProperty("os.name", ""), environment), PATIENCE);
  }

  static List<String> command(String system, Map<String, String> environment) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return List.of("rundll32", "url.dll,FileProtocolHandler");
    }
    if (name.startsWith("mac")) {
      return List.of("open");
    }
    boolean desktop =
        environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
    return desktop ? List.of("xdg-open") : List.of();
  }

  /** Opens the file. A browser that keeps running is not waited for. */
  public void open(Path report, PrintWriter notes) {
    open(FileLink.address(report), notes);
  }

  /** Opens the address. */
  void open(String address, PrintWriter notes) {
    if (command.isEmpty() || !isOpened(address)) {
      notes.println("lynceus: no browser can be opened here: open " + address + " yourself");
      notes.flush();
    }
  }

  private boolean isOpened(String address) {
    List<String> words = new ArrayList<>(command);
    words.add(address);
    try {
      Process opener =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      opener.getOutputStream().close();
      return !opener.waitFor(patience.toSeconds(), TimeUnit.SECONDS) || opener.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
