package io.lynceus.app.help;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The subcommands by what one wants to do. */
final class CommandGroups {
  private static final Map<String, List<String>> OF_LYNCEUS = new LinkedHashMap<>();

  static {
    OF_LYNCEUS.put("try it on this machine", List.of("demo", "drill", "benchmark"));
    OF_LYNCEUS.put(
        "run a cluster", List.of("master", "slave", "status", "drain", "quarantine", "store"));
    OF_LYNCEUS.put(
        "use it",
        List.of(
            "submit",
            "watch",
            "archive",
            "labels",
            "cameras",
            "results",
            "events",
            "ledger",
            "webhooks",
            "erase"));
    OF_LYNCEUS.put("set it up", List.of("models", "mqtt", "unpack", "completion", "help"));
  }

  private CommandGroups() {}

  /** The visible subcommands, by heading; none if there are none. */
  static Map<String, List<CommandSpec>> of(CommandSpec command) {
    Map<String, List<CommandSpec>> groups = new LinkedHashMap<>();
    List<CommandSpec> left = new ArrayList<>(visible(command));
    if (command.parent() == null) {
      OF_LYNCEUS.forEach(
          (heading, names) -> {
            List<CommandSpec> named =
                names.stream()
                    .flatMap(name -> left.stream().filter(each -> each.name().equals(name)))
                    .toList();
            left.removeAll(named);
            groups.put(heading, named);
          });
    }
    if (!left.isEmpty()) {
      groups.put(groups.isEmpty() ? "commands" : "other commands", left);
    }
    return groups;
  }

  static int longestName(CommandSpec command) {
    return visible(command).stream().mapToInt(each -> each.name().length()).max().orElse(0);
  }

  private static List<CommandSpec> visible(CommandSpec command) {
    return command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .distinct()
        .filter(each -> !each.usageMessage().hidden())
        .toList();
  }
}
