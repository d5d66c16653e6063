package io.lynceus.app.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Text;
import io.lynceus.scene.camera.LineConfig.Rate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes rates to the end of a {@code cameras.conf}, as {@code lines.NAME.rates = […]}, which hold
 * in place of others. Those that it has written before are replaced; the rest stays as it is.
 */
final class RatesFile {
  private static final int MOST_BYTES = 4 << 20;

  private final Path file;

  RatesFile(Path file) {
    this.file = file;
  }

  /** Its name for people. */
  String shown() {
    return Text.shown(file);
  }

  /** As settings have them, such as {@code [{ every = 143 ms, missed = 0.052, extra = 0.013 }]}. */
  static String text(List<Rate> rates) {
    return rates.stream()
        .map(
            rate ->
                String.format(
                    Locale.ROOT,
                    "{ every = %d ms, missed = %.3f, extra = %.3f }",
                    rate.every().toMillis(),
                    rate.missed(),
                    rate.extra()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /**
   * Which lines get rates.
   *
   * @param wanted their names; none: all that the file has
   * @throws CommandException when the file cannot be read, or has no such line
   */
  List<String> lines(List<String> wanted) throws CommandException {
    List<String> known =
        requireSettings(read()).root().get("lines") instanceof ConfigObject lines
            ? List.copyOf(lines.keySet())
            : List.of();
    for (String name : wanted) {
      if (!known.contains(name)) {
        throw fault("has no lines." + name + " { … }", null);
      }
    }
    if (known.isEmpty()) {
      throw fault("has no lines { … }: docs/ledger.md says what they look like", null);
    }
    return wanted.isEmpty() ? known : wanted;
  }

  private Config requireSettings(String text) throws CommandException {
    try {
      return ConfigFactory.parseString(text);
    } catch (ConfigException e) {
      throw fault("is not HOCON to which lines can be added: are there brackets around it?", e);
    }
  }

  /** Gives rates to lines; the file is replaced at once. */
  void write(List<String> lines, List<Rate> rates) throws CommandException {
    String old = read();
    List<String> kept = new ArrayList<>(old.lines().toList());
    for (String name : lines) {
      kept.removeIf(line -> line.startsWith(start(name)));
      kept.add(start(name) + text(rates));
    }
    String changed = String.join("\n", kept) + "\n";
    requireSettings(changed);
    Path target = file.toAbsolutePath();
    Path draft = target.resolveSibling("." + target.getFileName() + ".new");
    try {
      if (Files.isSymbolicLink(target)) {
        target = target.toRealPath();
        draft = target.resolveSibling("." + target.getFileName() + ".new");
      }
      Files.deleteIfExists(draft);
      Files.copy(target, draft, StandardCopyOption.COPY_ATTRIBUTES); // who may read it
      Files.writeString(draft, changed, UTF_8);
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw fault("cannot be written: " + e.getMessage(), e);
    }
  }

  private static String start(String name) {
    return "lines." + name + ".rates = ";
  }

  private String read() throws CommandException {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw fault("has more than 4 MiB", null);
      }
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw fault("cannot be read: does it exist, is it UTF-8, and may this user?", e);
    }
  }

  private CommandException fault(String what, @Nullable Exception cause) {
    return new CommandException(CommandException.USAGE, Text.shown(file) + " " + what, cause);
  }
}
