package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.AskParser;
import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.master.gateway.items.Command.Analyze;
import io.lynceus.master.gateway.items.Command.AskQuarantine;
import io.lynceus.master.gateway.items.Command.AskStatus;
import io.lynceus.master.gateway.items.Command.Authenticate;
import io.lynceus.master.gateway.items.Command.ClearQuarantine;
import io.lynceus.master.gateway.items.Command.Drain;
import io.lynceus.master.gateway.items.Command.Plain;
import io.lynceus.master.gateway.items.Command.SetOptions;
import io.lynceus.master.gateway.items.Command.Word;
import io.lynceus.master.gateway.items.line.Argument;
import io.lynceus.model.text.NearestNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Parses command lines: the command's name, in upper or lower case, and its arguments. */
final class CommandParser {
  static final List<String> NAMES =
      List.of(
          "AUTH",
          "SET",
          "ANALYZE",
          "STREAM",
          "STATUS",
          "LABELS",
          "CAMERAS",
          "DRAIN",
          "RESUME",
          "QUARANTINE",
          "PING",
          "HELP",
          "QUIT");

  private static final Pattern SIZE = Pattern.compile("\\d{1,18}");

  private CommandParser() {}

  /**
   * Parses a line.
   *
   * @param line without its line end
   * @param keys that options can have, for messages
   */
  static Command parse(String line, Supplier<String> keys) throws BadCommandException {
    int end = 0;
    while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
      end++;
    }
    String name = line.substring(0, end).toUpperCase(Locale.ROOT);
    List<Argument> arguments = Argument.listOf(line.substring(end));
    return switch (name) {
      case "AUTH" -> authenticate(arguments);
      case "SET" -> {
        requireKeys(arguments, keys);
        yield new SetOptions(arguments);
      }
      case "ANALYZE" -> analyze(arguments);
      case "DRAIN", "RESUME" -> drain(name, arguments);
      case "STATUS" -> status(arguments);
      case "QUARANTINE" -> quarantine(arguments);
      case "STREAM", "LABELS", "CAMERAS", "PING", "HELP", "QUIT" ->
          plain(Word.valueOf(name), arguments);
      default ->
          throw new BadCommandException(
              "there is no command '"
                  + shown(name)
                  + "'"
                  + NearestNames.aside(name, NAMES)
                  + ": the commands are "
                  + String.join(", ", NAMES));
    };
  }

  /** Whether a line starts with the name of a command. */
  static boolean isCommand(String line) {
    return NAMES.contains(line.split("\\s", 2)[0].toUpperCase(Locale.ROOT));
  }

  private static Command authenticate(List<Argument> arguments) throws BadCommandException {
    if (arguments.size() != 1) {
      throw new BadCommandException("AUTH needs one argument, the token");
    }
    Argument token = arguments.get(0);
    return new Authenticate(
        token.key().isEmpty() ? token.value() : token.key() + "=" + token.value());
  }

  /** Wrong options are not looked for here: if the size is right, the image is passed over. */
  private static Command analyze(List<Argument> arguments) throws BadCommandException {
    List<Argument> options = new ArrayList<>(arguments);
    options.removeIf(argument -> argument.key().equals("size"));
    List<Argument> sizes = new ArrayList<>(arguments);
    sizes.removeAll(options);
    if (sizes.size() != 1 || !SIZE.matcher(sizes.get(0).value()).matches()) {
      throw new BadCommandException(
          "ANALYZE needs size=BYTES, once: the exact size of the image that follows");
    }
    return new Analyze(Long.parseLong(sizes.get(0).value()), options);
  }

  private static Command drain(String name, List<Argument> arguments) throws BadCommandException {
    if (arguments.size() != 1
        || !arguments.get(0).key().equals("name")
        || arguments.get(0).value().isEmpty()) {
      throw new BadCommandException(
          name + " needs one argument, name=SLAVE, with a name that STATUS shows");
    }
    return new Drain(arguments.get(0).value(), name.equals("DRAIN"));
  }

  private static Command status(List<Argument> arguments) throws BadCommandException {
    if (arguments.isEmpty()) {
      return new AskStatus(Optional.empty());
    }
    if (arguments.size() != 1 || !arguments.get(0).key().equals("wait")) {
      throw new BadCommandException("STATUS has one argument at most, wait=TIME");
    }
    return new AskStatus(
        Optional.of(AskParser.duration("wait", arguments.get(0).value(), Duration.ZERO)));
  }

  private static Command quarantine(List<Argument> arguments) throws BadCommandException {
    if (arguments.isEmpty()) {
      return new AskQuarantine();
    }
    if (arguments.size() != 1 || !arguments.get(0).key().equals("clear")) {
      throw new BadCommandException("QUARANTINE has one argument at most, clear=HASH or clear=all");
    }
    return new ClearQuarantine(AskParser.quarantinedHash(arguments.get(0).value()));
  }

  private static Command plain(Word word, List<Argument> arguments) throws BadCommandException {
    if (!arguments.isEmpty()) {
      throw new BadCommandException(word + " takes no arguments");
    }
    return new Plain(word);
  }

  /** Refuses an argument without a key. */
  static void requireKeys(List<Argument> arguments, Supplier<String> keys)
      throws BadCommandException {
    for (Argument argument : arguments) {
      if (argument.key().isEmpty()) {
        throw new BadCommandException(
            "send key=value instead of '"
                + shown(argument.value())
                + "': the keys are "
                + keys.get());
      }
    }
  }

  /** A client's text, cut to 40 characters for a message. */
  private static String shown(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
