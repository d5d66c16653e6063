package io.lynceus.slave.confinement;

import io.lynceus.protocol.message.SlaveMessage.ChildDied;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * How a child process has ended.
 *
 * @param exitCode as Java tells it: 128 and the signal's number, if a signal ended it
 * @param report the beginning of the JVM's own error report (hs_err), empty if it has written none
 */
record CrashReport(int exitCode, String report) {
  /** Out of memory: the child's own code, and the JVM's. */
  static final int OUT_OF_MEMORY = 3;

  /** It has grown past {@code confinement.resident-bytes}. */
  static final int OUTGROWN = 4;

  private static final Map<Integer, String> MEANINGS =
      Map.of(
          OUT_OF_MEMORY,
          "out of memory",
          OUTGROWN,
          "it had grown past confinement.resident-bytes",
          132,
          "SIGILL",
          134,
          "SIGABRT",
          135,
          "SIGBUS",
          136,
          "SIGFPE",
          137,
          "SIGKILL, such as that of the kernel's out-of-memory killer",
          139,
          "SIGSEGV");

  /** SIGHUP, SIGINT, SIGTERM: somebody ends the slave and its children. */
  private static final Set<Integer> ASKED_TO_END = Set.of(129, 130, 143);

  private static final String CAUSE = "#  ";
  private static final String FRAME = "# Problematic frame:";
  private static final int MOST_CHARS_OF_A_LINE = 300;

  /** Reads the file that the JVM writes when it crashes, if it is there. */
  static CrashReport of(int exitCode, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] beginning = in.readNBytes(ChildDied.MAX_REPORT_CHARS);
      return new CrashReport(exitCode, new String(beginning, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return new CrashReport(exitCode, "");
    }
  }

  /** Whether it was ended from outside, in order. */
  boolean isAskedToEnd() {
    return ASKED_TO_END.contains(exitCode);
  }

  /** In one sentence: exit code, signal, and where it crashed. */
  String sentence() {
    StringBuilder text = new StringBuilder("exit code ").append(exitCode);
    String meaning = MEANINGS.get(exitCode);
    if (meaning != null) {
      text.append(" (").append(meaning).append(')');
    }
    Iterator<String> lines = report.lines().iterator();
    boolean caused = false;
    while (lines.hasNext()) {
      String line = lines.next();
      if (!caused && line.startsWith(CAUSE)) {
        caused = true;
        text.append(": ").append(told(line));
      } else if (line.startsWith(FRAME) && lines.hasNext()) {
        return text.append(", in ").append(told(lines.next())).toString();
      }
    }
    return text.toString();
  }

  private static String told(String line) {
    String told = line.substring(1).strip();
    return told.length() > MOST_CHARS_OF_A_LINE ? told.substring(0, MOST_CHARS_OF_A_LINE) : told;
  }
}
