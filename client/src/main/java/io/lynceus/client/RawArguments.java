package io.lynceus.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * The arguments of this process that name files and are no UTF-8. The JDK has replaced their bytes
 * when it made text of them; Linux still knows them. For one thread.
 */
public final class RawArguments {
  private final Map<String, Queue<Path>> paths = new HashMap<>();

  /**
   * @param commandLine each argument, with a 0 byte behind it
   */
  RawArguments(byte[] commandLine) {
    ByteArrayOutputStream argument = new ByteArrayOutputStream();
    for (byte b : commandLine) {
      if (b != 0) {
        argument.write(b);
        continue;
      }
      if (argument.size() > 0) {
        String text = argument.toString(UTF_8);
        Path path = FileNames.path(argument.toByteArray());
        paths.computeIfAbsent(text, key -> new ArrayDeque<>()).add(path);
      }
      argument.reset();
    }
  }

  /** Those of this process; none where the system does not tell. */
  public static RawArguments ofThisProcess() {
    try {
      return new RawArguments(Files.readAllBytes(Path.of("/proc/self/cmdline")));
    } catch (IOException e) {
      return new RawArguments(new byte[0]);
    }
  }

  /** The path that an argument meant. Of several that look alike, the next one at each call. */
  public Path path(Path argument) {
    Queue<Path> same = paths.get(argument.toString());
    Path meant = same == null || argument.toString().indexOf('\uFFFD') < 0 ? null : same.poll();
    return meant == null ? argument : meant;
  }
}
