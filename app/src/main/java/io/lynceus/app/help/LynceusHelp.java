package io.lynceus.app.help;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lynceus help}: shows the help of a command. */
@Command(
    name = "help",
    header = "Shows the help of a command",
    description = "Shows all commands, or the help of one: its options, exit codes and examples.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:shown", "2:there is no such command"},
    footerHeading = "%nExamples:%n",
    footer = {"  lynceus help", "  lynceus help submit", "  lynceus help models fetch"})
public final class LynceusHelp implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private CommandSpec command;

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command.")
  private List<String> words = List.of();

  @Override
  public Integer call() {
    CommandLine shown = command.root().commandLine();
    for (String word : words) {
      CommandLine next = shown.getSubcommands().get(word);
      if (next == null) {
        throw new ParameterException(
            command.commandLine(), Mistake.noCommand(shown.getCommandSpec(), word));
      }
      shown = next;
    }
    shown.usage(command.commandLine().getOut());
    return 0;
  }

  /** What {@code lynceus} alone prints: where to begin. */
  public static List<String> brief(String version) {
    return List.of(
        "lynceus " + version + ": finds objects, faces, edges and corners",
        "in security-camera stills.",
        "",
        "  lynceus demo         tries it on this machine",
        "  lynceus master       runs a master, slaves connect to it",
        "  lynceus slave        runs a slave",
        "  lynceus submit PATH  sends pictures, shows what is in them",
        "  lynceus status       says whether the cluster is well",
        "",
        "lynceus help lists all commands; lynceus help submit explains one.");
  }
}
