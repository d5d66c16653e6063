package io.lynceus.app;

import java.io.PrintWriter;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lynceus completion}: prints a script with which shells complete our command lines. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    header = "Prints what shells need to complete names",
    description =
        "Prints a script that completes subcommands, options and their values. In ~/.bashrc, or"
            + " in ~/.zshrc: source <(lynceus completion)",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:printed", "2:there is no script for that shell"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(lynceus completion)",
      "  lynceus completion zsh > ~/.lynceus-completion",
      "  lynceus completion > /etc/bash_completion.d/lynceus"
    })
final class CompletionCommand implements Runnable {
  private static final List<String> SHELLS = List.of("bash", "zsh");

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private CommandSpec command;

  @Parameters(
      arity = "0..1",
      paramLabel = "bash|zsh",
      description = "The shell; the script is the same for both.")
  private String shell = SHELLS.get(0);

  @Override
  public void run() {
    if (!SHELLS.contains(shell)) {
      throw new ParameterException(
          command.commandLine(), "there is a script for bash and zsh, not for '" + shell + "'");
    }
    CommandLine lynceus = command.root().commandLine();
    PrintWriter out = command.commandLine().getOut();
    out.print(AutoComplete.bash(lynceus.getCommandName(), lynceus));
    out.flush();
  }
}
