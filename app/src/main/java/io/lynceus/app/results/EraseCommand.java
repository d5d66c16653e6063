package io.lynceus.app.results;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.HttpCommand;
import io.lynceus.app.cli.HttpMaster;
import java.io.Console;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lynceus erase}: erases results and their pictures. */
@Command(
    name = "erase",
    mixinStandardHelpOptions = true,
    header = "Erases stored results, or a person",
    description = {
      "Erases the stored results for which all that is given holds, and the pictures that no other"
          + " result has. What is erased does not come back; copies of the store still have it.",
      "A time is a date and time with its offset, such as 2026-11-29T14:05:00+01:00, or a time ago,"
          + " such as 30m, 12h or 7d. Needs the administrators' token, as 'lynceus drain' does."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or told what would go",
      "1:the user said no, or the master has no store",
      "2:wrong usage or configuration",
      "3:the master cannot be reached",
      "4:ask again: the store is busy, or its disk or database fails"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus erase --camera gate --dry-run",
      "  lynceus erase --camera gate --yes",
      "  lynceus erase --person Ada"
    })
public final class EraseCommand extends HttpCommand {
  private final @Nullable Console console;

  @Option(names = "--camera", paramLabel = "NAME", description = "Results of that camera.")
  private @Nullable String camera;

  @Option(
      names = "--person",
      paramLabel = "NAME",
      description = "That person, who was enrolled, with all faces; no result has the name.")
  private @Nullable String person;

  @Option(names = "--from", paramLabel = "TIME", description = "Results of stills from then on.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Results of stills before then.")
  private @Nullable String to;

  @Option(names = "--dry-run", description = "Say how many results would go; erase nothing.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  /** Reads the process's environment. */
  public EraseCommand() {
    this(System.getenv(), System.console());
  }

  /**
   * @param console where the user is asked; null if there is nobody to ask
   */
  EraseCommand(Map<String, String> environment, @Nullable Console console) {
    super(environment);
    this.console = console;
  }

  @Override
  public Integer call() throws CommandException {
    Map<String, String> criteria = new LinkedHashMap<>();
    put(criteria, "camera", camera);
    put(criteria, "from", from);
    put(criteria, "to", to);
    if (person != null) {
      return erasePerson(person, criteria);
    }
    if (criteria.isEmpty()) {
      throw usage("say what is to be erased: --camera, --person, --from or --to");
    }
    HttpMaster master = httpOfAdministrators();
    if (dryRun) {
      print(results(erase(master, criteria, true)) + " would go, with their pictures");
      return 0;
    }
    if (!yes) {
      long number = erase(master, criteria, true);
      if (number == 0) {
        print("there is nothing to erase");
        return 0;
      }
      requireConsent(results(number));
    }
    print(results(erase(master, criteria, false)) + " erased, with their pictures");
    return 0;
  }

  private int erasePerson(String name, Map<String, String> criteria) throws CommandException {
    if (!criteria.isEmpty()) {
      throw usage("--person stands alone: results have no names, so nothing is to be chosen");
    }
    HttpMaster master = httpOfAdministrators();
    String path = "/v1/people/" + URLEncoder.encode(name, UTF_8).replace("+", "%20");
    if (dryRun) {
      master.json("GET", path, Map.of());
      print("the person would go, with all faces");
      return 0;
    }
    if (!yes) {
      requireConsent("the person");
    }
    master.json("DELETE", path, Map.of());
    print("the person is erased, with all faces");
    return 0;
  }

  private static void put(Map<String, String> criteria, String key, @Nullable String value) {
    if (value != null) {
      criteria.put(key, value);
    }
  }

  private static long erase(HttpMaster master, Map<String, String> criteria, boolean dryRun)
      throws CommandException {
    Map<String, String> parameters = new LinkedHashMap<>(criteria);
    if (dryRun) {
      parameters.put("dry-run", "true");
    }
    return master.json("DELETE", "/v1/results", parameters).path("results").asLong();
  }

  private void requireConsent(String what) throws CommandException {
    if (console == null) {
      throw new CommandException(
          CommandException.USAGE, what + " would go: to erase them without being asked, add --yes");
    }
    String answer =
        console.readLine("%s will be erased, with all pictures of it. Go on? [y/N] ", what);
    if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
      throw new CommandException(CommandException.INCOMPLETE, "nothing was erased");
    }
  }

  private static String results(long number) {
    return number == 1 ? "1 result" : number + " results";
  }
}
