package io.lynceus.app.help;

import io.lynceus.app.cli.Ink;
import io.lynceus.app.cli.Style;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The help of a command in the width of the terminal: 60 to 120 columns. Lines break at spaces
 * only, unlike those of picocli's own help, which cuts words and sentences. What it says stands in
 * the annotations of the commands, from which the manual pages are made too.
 */
public final class HelpPage {
  /** From this width on, descriptions stand beside the names of the options. */
  private static final int TWO_COLUMNS = 80;

  private static final int BESIDE = 26;
  private static final int BELOW = 6;
  private static final String USAGE = "usage: ";

  private final CommandSpec command;
  private final Style style;
  private final int columns;
  private final List<String> lines = new ArrayList<>();

  private HelpPage(CommandSpec command, Style style) {
    this.command = command;
    this.style = style;
    this.columns =
        style.columns() == Style.ANY
            ? TWO_COLUMNS
            : Math.min(style.columns(), Style.MOST_PROSE_COLUMNS);
  }

  /** The lines of a command's help. */
  public static List<String> lines(CommandSpec command, Style style) {
    HelpPage page = new HelpPage(command, style);
    page.fill();
    return page.lines;
  }

  private void fill() {
    UsageMessageSpec texts = command.usageMessage();
    lines.addAll(Style.wrap(USAGE + synopsis(), USAGE.length(), columns));
    for (String paragraph : texts.description().length > 0 ? texts.description() : texts.header()) {
      lines.add("");
      lines.addAll(Style.wrap(unformatted(paragraph), 0, columns));
    }
    CommandGroups.of(command).forEach(this::addCommands);
    addArguments("arguments", command.positionalParameters());
    List<OptionSpec> options =
        command.options().stream()
            .filter(option -> !option.hidden())
            .sorted(Comparator.comparing(OptionSpec::longestName))
            .toList();
    addArguments("options", options);
    addTable("exit codes", texts.exitCodeList());
    addExamples(texts.footer());
  }

  private String synopsis() {
    StringBuilder synopsis = new StringBuilder(command.qualifiedName());
    command.options().stream()
        .filter(OptionSpec::required)
        .forEach(option -> synopsis.append(' ').append(name(option)));
    synopsis.append(" [OPTIONS]");
    if (!command.subcommands().isEmpty()) {
      synopsis.append(" COMMAND");
    }
    for (ArgSpec argument : command.positionalParameters()) {
      boolean optional = argument.arity().min() == 0;
      String name = argument.paramLabel() + (argument.isMultiValue() ? "…" : "");
      synopsis.append(optional ? " [" + name + "]" : " " + name);
    }
    return synopsis.toString();
  }

  private void heading(String text) {
    lines.add("");
    lines.add(style.paint(Ink.STRONG, text.toUpperCase(Locale.ROOT)));
  }

  private void addCommands(String heading, List<CommandSpec> commands) {
    heading(heading);
    int width = CommandGroups.longestName(command);
    for (CommandSpec each : commands) {
      String name = "  " + each.name() + " ".repeat(width - each.name().length()) + "  ";
      addBeside(name, String.join(" ", each.usageMessage().header()), name.length());
    }
  }

  private void addArguments(String heading, List<? extends ArgSpec> arguments) {
    if (arguments.isEmpty()) {
      return;
    }
    heading(heading);
    for (ArgSpec argument : arguments) {
      String name =
          "  " + (argument instanceof OptionSpec option ? name(option) : argument.paramLabel());
      String text = unformatted(String.join(" ", argument.description()));
      if (columns < TWO_COLUMNS || name.length() > BESIDE - 2) {
        int indent = columns < TWO_COLUMNS ? BELOW : BESIDE;
        lines.add(style.paint(Ink.STRONG, name));
        lines.addAll(Style.wrap(" ".repeat(indent) + text, indent, columns));
      } else {
        addBeside(name + " ".repeat(BESIDE - name.length()), text, BESIDE);
      }
    }
  }

  private void addTable(String heading, Map<String, String> rows) {
    if (rows.isEmpty()) {
      return;
    }
    heading(heading);
    rows.forEach((name, text) -> addBeside("  " + name + "  ", unformatted(text), 5));
  }

  /** The text wrapped beside a name, which is painted. */
  private void addBeside(String name, String text, int indent) {
    List<String> wrapped = Style.wrap(" ".repeat(indent) + text, indent, columns);
    lines.add(style.paint(Ink.STRONG, name) + wrapped.get(0).substring(name.length()));
    lines.addAll(wrapped.subList(1, wrapped.size()));
  }

  /** Examples stay whole command lines: a long one goes on behind a backslash. */
  private void addExamples(String... examples) {
    List<String> all = Arrays.stream(examples).filter(line -> !line.isBlank()).toList();
    if (all.isEmpty()) {
      return;
    }
    heading("examples");
    for (String example : all) {
      List<String> parts = Style.wrap("  " + unformatted(example).strip(), 6, columns - 2);
      for (int i = 0; i < parts.size(); i++) {
        lines.add(parts.get(i) + (i < parts.size() - 1 ? " \\" : ""));
      }
    }
  }

  /** Such as {@code -h, --help}, {@code --slaves N}, {@code --labels LABEL[,LABEL…]}. */
  private static String name(OptionSpec option) {
    String names = String.join(", ", option.names());
    if (option.arity().max() == 0) {
      return names;
    }
    String split = option.splitRegex();
    String value =
        split.isEmpty()
            ? option.paramLabel()
            : option.paramLabel() + "[" + split + option.paramLabel() + "…]";
    return option.arity().min() == 0 ? names + " [" + value + "]" : names + " " + value;
  }

  /** The text as picocli's format would show it. */
  private static String unformatted(String text) {
    return text.replace("%n", " ").replace("%%", "%").strip();
  }

  /** Lets {@code lynceus help}, {@code --help} and {@code help SUBCOMMAND} print these pages. */
  public static void use(CommandLine lynceus, Supplier<Style> style) {
    lynceus.setHelpSectionKeys(List.of("page"));
    lynceus.setHelpSectionMap(
        Map.of(
            "page",
            help ->
                String.join(System.lineSeparator(), lines(help.commandSpec(), style.get()))
                    + System.lineSeparator()));
  }
}
