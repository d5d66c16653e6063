package io.lynceus.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.lynceus.app.cli.Style;
import io.lynceus.app.help.HelpPage;
import io.lynceus.app.help.LynceusHelp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The help of each command. */
class HelpTest {
  private static final Set<String> IN_GOLDEN_FILE =
      Set.of("lynceus", "demo", "submit", "archive", "status");

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 120})
  void eachPageFits(int columns) throws IOException {
    List<String> all = new ArrayList<>();
    for (CommandSpec command : commands().toList()) {
      List<String> lines = HelpPage.lines(command, new Style(columns, 24, false));
      assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
      if (IN_GOLDEN_FILE.contains(command.name())) {
        all.add("=== " + command.qualifiedName());
        all.addAll(lines);
      }
    }
    GoldenFile.assertSame("help-" + columns + ".txt", all);
  }

  @Test
  void coloursChangeNoText() {
    CommandSpec submit = named("submit");
    List<String> coloured = HelpPage.lines(submit, new Style(80, 24, true));
    assertThat(coloured.stream().map(line -> line.replaceAll("\u001b\\[\\d+m", "")).toList())
        .isEqualTo(HelpPage.lines(submit, new Style(80, 24, false)));
    assertThat(String.join("", coloured)).contains("\u001b[1m  --labels");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void eachCommandHasExitCodesExamplesAndOneLineThatIsWhole(CommandSpec command) {
    if (command.parent() != null) {
      assertThat(command.usageMessage().header()).hasSize(1);
      assertThat(command.usageMessage().header()[0]).hasSizeBetween(10, 46).doesNotEndWith(".");
    }
    assertThat(command.usageMessage().exitCodeList()).containsKeys("0", "2");
    assertThat(command.usageMessage().footer()).hasSizeGreaterThanOrEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void eachExampleIsACommandLineThatIsRead(CommandSpec command) {
    for (String example : command.usageMessage().footer()) {
      assertThat(example).hasSizeLessThanOrEqualTo(60).contains("lynceus");
      String[] words =
          example.replaceFirst(".*?\\blynceus ", "").replaceFirst("[)|>].*", "").strip().split(" ");
      assertThatCode(() -> new CommandLine(new Lynceus()).parseArgs(words))
          .as(example)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void lynceusAloneSaysWhereToBegin() {
    Run run = Run.of(new Lynceus());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("lynceus demo", "lynceus help lists all commands");
    assertThat(LynceusHelp.brief("1.2.0"))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
  }

  @ParameterizedTest
  @CsvSource({
    "submti a.jpg, there is no subcommand submti (did you mean submit?); see lynceus help",
    "models fetc, there is no subcommand fetc of models (did you mean fetch?); see lynceus models"
        + " --help",
    "help submt, there is no subcommand submt (did you mean submit?); see lynceus help",
    "status --wach, status has no option --wach (did you mean --watch?); see lynceus status --help",
    "submit --anotate=out a.jpg, submit has no option --anotate (did you mean --annotate?); see"
        + " lynceus submit --help",
    "slave secret=0123456789abcdef, slave takes no 'secret=…'; see lynceus slave --help",
    "status now, status takes no 'now'; see lynceus status --help"
  })
  void aMistypedNameIsAskedAbout(String line, String answer) {
    String[] words = line.split(" ");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(err, true, UTF_8));
    try {
      assertThat(Lynceus.run(words)).isEqualTo(2);
    } finally {
      System.setErr(before);
    }
    assertThat(err.toString(UTF_8).strip()).isEqualTo("lynceus: " + answer);
  }

  private static CommandSpec named(String name) {
    return commands().filter(command -> command.name().equals(name)).findFirst().orElseThrow();
  }

  static Stream<CommandSpec> commands() {
    return withSubcommands(new CommandLine(new Lynceus()).getCommandSpec());
  }

  private static Stream<CommandSpec> withSubcommands(CommandSpec command) {
    return Stream.concat(
        Stream.of(command),
        command.subcommands().values().stream()
            .map(CommandLine::getCommandSpec)
            .filter(each -> !each.usageMessage().hidden())
            .flatMap(HelpTest::withSubcommands));
  }
}
