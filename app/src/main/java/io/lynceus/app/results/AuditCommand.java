package io.lynceus.app.results;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.HttpMaster;
import io.lynceus.app.cli.Text;
import io.lynceus.master.gateway.search.StoreJson;
import io.lynceus.master.store.StoreArchive;
import io.lynceus.store.ResultStore;
import io.lynceus.store.audit.AuditEntry;
import io.lynceus.store.result.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lynceus store audit}. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    header = "Lists who did what",
    description =
        "Lists the audit table, the oldest entries first: number, time, what was done, and by whom."
            + " The last line is its signed head: kept elsewhere, it lets 'lynceus store check"
            + " --heads' prove that no entry before it was changed.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:there is no store",
      "2:wrong usage or configuration",
      "3:the master cannot be reached",
      "4:ask again: the store is busy, or its disk or database fails"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus store audit",
      "  lynceus store audit --after 1200",
      "  lynceus store audit --dir ~/.local/state/lynceus/store"
    })
final class AuditCommand extends StoreCommand.Tending {
  private static final int PAGE = 500;

  @Option(
      names = "--after",
      paramLabel = "NUMBER",
      description = "Only entries after that number (default: ${DEFAULT-VALUE}).")
  private long after;

  /** Reads the process's environment. */
  AuditCommand() {
    this(System.getenv());
  }

  AuditCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int byMaster(HttpMaster master) throws CommandException {
    return list(AuditSource.of(master));
  }

  @Override
  int alone(Path found) throws StoreException, IOException, CommandException {
    try (ResultStore store = StoreArchive.openUnchanged(found)) {
      return list(AuditSource.of(store));
    }
  }

  private int list(AuditSource table) throws CommandException {
    if (after < 0) {
      throw new CommandException(CommandException.USAGE, "--after is a number of 0 or more");
    }
    AuditSource.Page page;
    List<AuditEntry> entries;
    long last = after;
    do {
      page = table.after(last, PAGE);
      entries = page.entries();
      for (AuditEntry entry : entries) {
        out()
            .println(
                Text.shown(
                    entry.number()
                        + "  "
                        + entry.at()
                        + "  "
                        + entry.kind()
                        + "  "
                        + entry.body()));
        last = entry.number();
      }
    } while (entries.size() == PAGE);
    page.head()
        .ifPresentOrElse(
            head -> out().println("audit head " + StoreJson.auditHead(head)),
            () -> print("there are no entries"));
    out().flush();
    return 0;
  }
}
