package io.lynceus.app.status;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.RemoteCommand;
import io.lynceus.app.cli.Text;
import io.lynceus.client.TaskClient;
import io.lynceus.model.ClusterLabels;
import io.lynceus.model.ClusterLabels.Network;
import io.lynceus.protocol.reply.LabelsJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lynceus labels}: lists the labels that can be asked for. */
@Command(
    name = "labels",
    mixinStandardHelpOptions = true,
    header = "Lists the labels that can be asked for",
    description =
        "Lists the labels that the slaves' networks know: what --labels of 'lynceus submit' and"
            + " labels= of the ports can be. One label a line, below the analysis and the slaves.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the master told the labels",
      "2:wrong usage or configuration",
      "3:the master cannot be reached"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus labels",
      "  lynceus labels --json",
      "  lynceus labels --master 10.0.0.5:7070"
    })
public final class LabelsCommand extends RemoteCommand {
  @Option(names = "--json", description = "The line of JSON that the task port gives for LABELS.")
  private boolean json;

  /** Reads the process's environment. */
  public LabelsCommand() {
    this(System.getenv());
  }

  LabelsCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  public Integer call() throws CommandException {
    ClusterLabels labels;
    try {
      labels = TaskClient.labels(master());
    } catch (IOException e) {
      throw CommandException.of(e, "; ask again");
    }
    PrintWriter out = out();
    if (json) {
      out.println(LabelsJson.write(labels));
    } else if (labels.networks().isEmpty()) {
      out.println("no slave has told its labels yet; see lynceus status");
    } else {
      labels.networks().stream()
          .filter(network -> !network.labels().isEmpty())
          .forEach(network -> print(network, out));
    }
    out.flush();
    return 0;
  }

  private static void print(Network network, PrintWriter out) {
    String slaves =
        network.slaves().stream().map(Text::shown).sorted().collect(Collectors.joining(", "));
    out.printf(
        "%s%s, %d labels, %s:%n",
        network.analysis(),
        network.name().map(name -> " by " + Text.shown(name)).orElse(""),
        network.labels().size(),
        slaves.isEmpty() ? "no slave connected" : "slaves " + slaves);
    network.labels().forEach(label -> out.println("  " + Text.shown(label)));
  }
}
