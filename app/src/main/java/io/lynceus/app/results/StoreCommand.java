package io.lynceus.app.results;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.HttpCommand;
import io.lynceus.app.cli.HttpMaster;
import io.lynceus.app.cli.Text;
import io.lynceus.master.store.StoreArchive;
import io.lynceus.store.CheckReport;
import io.lynceus.store.ResultStore;
import io.lynceus.store.StoreConfig;
import io.lynceus.store.result.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lynceus store}: checks and copies what the master remembers. */
@Command(
    name = "store",
    mixinStandardHelpOptions = true,
    header = "Checks or copies what the master keeps",
    description =
        "Checks or copies the store of a running master, or, with --dir, one whose master does not"
            + " run. Of a running master it needs the administrators' token, as 'lynceus drain'"
            + " does.",
    subcommands = {
      StoreCommand.CheckCommand.class,
      StoreCommand.BackupCommand.class,
      AuditCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:something is wrong in the store, or there is none",
      "2:wrong usage or configuration",
      "3:the master cannot be reached",
      "4:ask again: the store is busy, or its disk or database fails"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus store check",
      "  lynceus store backup /backup/store.tar",
      "  lynceus store audit",
      "  lynceus store check --dir ~/.local/state/lynceus/store"
    })
public final class StoreCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private CommandSpec command;

  /** Runs when neither is given. */
  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "say check, backup or audit");
  }

  /** What the two share: where the store is. */
  abstract static class Tending extends HttpCommand {
    @Option(
        names = "--dir",
        paramLabel = "DIR",
        description = "The folder of a store with SQLite whose master does not run.")
    private @Nullable Path folder;

    Tending(Map<String, String> environment) {
      super(environment);
    }

    @Override
    public final Integer call() throws CommandException {
      if (folder == null) {
        return byMaster(httpOfAdministrators());
      }
      try {
        return alone(folder.toAbsolutePath().normalize());
      } catch (StoreException | IOException e) {
        throw new CommandException(CommandException.INCOMPLETE, String.valueOf(e.getMessage()), e);
      }
    }

    abstract int byMaster(HttpMaster master) throws CommandException;

    abstract int alone(Path found) throws StoreException, IOException, CommandException;
  }

  /** {@code lynceus store check}. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      header = "Looks whether all of it is there",
      description =
          "Compares database, pictures and the audit table with each other, and the audit table with"
              + " what was kept of it elsewhere. Reads everything: that may take minutes.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:all is well",
        "1:something is wrong in the store, or there is none",
        "2:wrong usage or configuration",
        "3:the master cannot be reached",
        "4:ask again: the store is busy, or its disk or database fails"
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  lynceus store check",
        "  lynceus store check --http 10.0.0.5:7080",
        "  lynceus store check --heads master.log",
        "  lynceus store check --dir ~/.local/state/lynceus/store"
      })
  static final class CheckCommand extends Tending {
    @Option(
        names = "--heads",
        paramLabel = "FILE",
        description =
            "Heads of the audit table that were kept elsewhere, a line each, such as the master's"
                + " log or what MQTT has told; - for standard input. Other lines are passed over.")
    private @Nullable Path heads;

    /** Reads the process's environment. */
    CheckCommand() {
      this(System.getenv());
    }

    CheckCommand(Map<String, String> environment) {
      super(environment);
    }

    @Override
    int byMaster(HttpMaster master) throws CommandException {
      JsonNode report = master.json("POST", "/v1/store/check", Map.of());
      List<String> problems = new ArrayList<>();
      report.path("problems").forEach(problem -> problems.add(problem.asText()));
      problems.addAll(compareHeads(AuditSource.of(master)));
      return tell(
          new CheckReport(
              report.path("results").asLong(),
              report.path("pictures").asLong(),
              report.path("auditEntries").asLong(),
              problems));
    }

    @Override
    int alone(Path found) throws StoreException, IOException, CommandException {
      CheckReport report = ResultStore.checkClosed(StoreConfig.of(found));
      List<String> problems = new ArrayList<>(report.problems());
      if (heads != null && report.isSound()) {
        try (ResultStore store = StoreArchive.openUnchanged(found)) {
          problems.addAll(compareHeads(AuditSource.of(store)));
        }
      }
      return tell(
          new CheckReport(report.results(), report.pictures(), report.auditEntries(), problems));
    }

    private List<String> compareHeads(AuditSource table) throws CommandException {
      if (heads == null) {
        return List.of();
      }
      KeptHeads kept = KeptHeads.read(heads);
      print(kept.size() + " heads of the audit table were kept elsewhere");
      return kept.problems(table);
    }

    private int tell(CheckReport report) {
      report.problems().forEach(problem -> out().println(Text.shown(problem)));
      print(
          "%s: %s, %s, %s"
              .formatted(
                  report.isSound()
                      ? "all is well"
                      : some(report.problems().size(), "problem", "problems"),
                  some(report.results(), "result", "results"),
                  some(report.pictures(), "picture", "pictures"),
                  some(report.auditEntries(), "audit entry", "audit entries")));
      return report.isSound() ? 0 : CommandException.INCOMPLETE;
    }

    private static String some(long count, String one, String more) {
      return count + " " + (count == 1 ? one : more);
    }
  }

  /** {@code lynceus store backup}. */
  @Command(
      name = "backup",
      mixinStandardHelpOptions = true,
      header = "Copies it to a tar archive",
      description =
          "Copies database and pictures to a tar archive on this machine. A running master goes on"
              + " meanwhile; its disk needs room for a copy. To restore it, unpack the archive into"
              + " an empty folder and let store.dir name that.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:done",
        "1:the archive could not be written, or there is no store",
        "2:wrong usage or configuration",
        "3:the master cannot be reached",
        "4:ask again: the store is busy, or its disk or database fails"
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  lynceus store backup store.tar",
        "  lynceus store backup --http 10.0.0.5:7080 store.tar",
        "  lynceus store backup --dir /var/lib/lynceus/store a.tar"
      })
  static final class BackupCommand extends Tending {
    @Parameters(arity = "1", paramLabel = "FILE", description = "The archive; it does not exist.")
    private Path file = Path.of("");

    /** Reads the process's environment. */
    BackupCommand() {
      this(System.getenv());
    }

    BackupCommand(Map<String, String> environment) {
      super(environment);
    }

    @Override
    int byMaster(HttpMaster master) throws CommandException {
      requireNew();
      try (InputStream archive =
          master.ask("POST", "/v1/store/backup", Map.of(), "application/x-tar")) {
        write(archive);
      } catch (IOException e) {
        throw failed(e);
      }
      return 0;
    }

    @Override
    int alone(Path found) throws StoreException, IOException {
      if (Files.exists(file)) {
        throw new IOException(file + " is there already: choose another name");
      }
      try (ResultStore store = StoreArchive.openUnchanged(found);
          InputStream archive = Channels.newInputStream(StoreArchive.of(store, found))) {
        write(archive);
      }
      return 0;
    }

    private void requireNew() throws CommandException {
      if (Files.exists(file)) {
        throw new CommandException(
            CommandException.USAGE, file + " is there already: choose another name");
      }
    }

    /** The file has its name when it is whole. */
    private void write(InputStream archive) throws IOException {
      Path whole = file.toAbsolutePath();
      Path part = whole.resolveSibling(whole.getFileName() + ".part");
      try {
        Files.copy(archive, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, whole);
      } finally {
        Files.deleteIfExists(part);
      }
      print(Text.shown(file) + ": " + Files.size(whole) + " bytes");
    }

    private CommandException failed(IOException e) {
      return new CommandException(
          CommandException.INCOMPLETE, "cannot write " + Text.shown(file) + ": " + e, e);
    }
  }
}
