package io.lynceus.app.webhooks;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.HttpCommand;
import io.lynceus.app.cli.Text;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lynceus webhooks}: how receivers of events do. */
@Command(
    name = "webhooks",
    mixinStandardHelpOptions = true,
    header = "Shows and tries the receivers of events",
    description = {
      "Without a subcommand it lists the webhooks of master.conf: what they were told, and what"
          + " waits. Paths of addresses are not shown, as they may be secrets."
    },
    subcommands = {
      WebhooksCommand.ListCommand.class,
      WebhooksCommand.DeadCommand.class,
      WebhooksCommand.RetryCommand.class,
      WebhooksCommand.TestCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the master told what there is, perhaps nothing",
      "2:wrong usage or configuration",
      "3:the master cannot be reached"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus webhooks",
      "  lynceus webhooks test phone",
      "  lynceus webhooks dead",
      "  lynceus webhooks retry phone"
    })
public final class WebhooksCommand extends WebhooksListing {
  /** Reads the process's environment. */
  public WebhooksCommand() {
    this(System.getenv());
  }

  WebhooksCommand(Map<String, String> environment) {
    super(environment);
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** {@code lynceus webhooks list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      header = "Lists the webhooks, and how they do",
      description = "The same as 'lynceus webhooks' alone.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:the master told what there is, perhaps nothing",
        "2:wrong usage or configuration",
        "3:the master cannot be reached"
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  lynceus webhooks list",
        "  lynceus webhooks list --json",
        "  lynceus webhooks list --http 10.0.0.5:7080"
      })
  static final class ListCommand extends WebhooksListing {
    /** Reads the process's environment. */
    ListCommand() {
      this(System.getenv());
    }

    ListCommand(Map<String, String> environment) {
      super(environment);
    }
  }

  /** {@code lynceus webhooks dead}. */
  @Command(
      name = "dead",
      mixinStandardHelpOptions = true,
      header = "Lists the messages that were given up",
      description = "Shows what receivers did not take in eight attempts, the latest first.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:the master told what there is, perhaps nothing",
        "1:there is no webhook of that name",
        "2:wrong usage or configuration",
        "3:the master cannot be reached",
        "4:ask again: the store fails now"
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  lynceus webhooks dead",
        "  lynceus webhooks dead phone --limit 500",
        "  lynceus webhooks dead --json"
      })
  static final class DeadCommand extends HttpCommand {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Of one webhook only.")
    private @Nullable String name;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "50",
        description = "The most messages, 1 to 500 (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "Print what the master tells, as JSON.")
    private boolean json;

    /** Reads the process's environment. */
    DeadCommand() {
      this(System.getenv());
    }

    DeadCommand(Map<String, String> environment) {
      super(environment);
    }

    @Override
    public Integer call() throws CommandException {
      Map<String, String> parameters = new LinkedHashMap<>();
      if (name != null) {
        parameters.put("webhook", name);
      }
      parameters.put("limit", Integer.toString(limit));
      JsonNode told = http().json("GET", WebhooksListing.PATH + "/dead", parameters);
      if (json) {
        print(told.toString());
      } else if (told.path("dead").isEmpty()) {
        print("no message was given up");
      } else {
        WebhooksTable.dead(told.path("dead"), ZoneId.systemDefault()).forEach(out()::println);
        out().flush();
      }
      return 0;
    }
  }

  /** {@code lynceus webhooks retry}. */
  @Command(
      name = "retry",
      mixinStandardHelpOptions = true,
      header = "Sends again what was given up",
      description =
          "Gives one message, or all of a webhook, eight attempts more. Needs the role operator, as"
              + " 'lynceus drain' does.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:they are sent again",
        "1:no such webhook or message",
        "2:wrong usage or configuration",
        "3:the master cannot be reached",
        "4:ask again: the store fails now"
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  lynceus webhooks retry phone",
        "  lynceus webhooks retry 0b9c41aa-h8x2k1",
        "  lynceus webhooks retry phone --http 10.0.0.5:7080"
      })
  static final class RetryCommand extends HttpCommand {
    @Parameters(
        arity = "1",
        paramLabel = "NAME|ID",
        description = "A webhook, or the id of a message.")
    private String what = "";

    /** Reads the process's environment. */
    RetryCommand() {
      this(System.getenv());
    }

    RetryCommand(Map<String, String> environment) {
      super(environment);
    }

    @Override
    public Integer call() throws CommandException {
      boolean named = false;
      for (JsonNode webhook : http().json("GET", WebhooksListing.PATH, Map.of()).path("webhooks")) {
        named |= webhook.path("name").asText().equals(what);
      }
      String path = WebhooksListing.PATH + (named ? "/" : "/dead/") + escaped(what) + "/retry";
      long number = httpOfAdministrators().json("POST", path, Map.of()).path("retried").asLong();
      print(number == 1 ? "1 message is sent again" : number + " messages are sent again");
      return 0;
    }
  }

  /** {@code lynceus webhooks test}. */
  @Command(
      name = "test",
      mixinStandardHelpOptions = true,
      header = "Sends a receiver an event for a try",
      description =
          "The event did not happen: its rule, camera and label are called test. Needs the role"
              + " operator, as 'lynceus drain' does.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:the receiver has taken it",
        "1:it has not, or there is no such webhook",
        "2:wrong usage or configuration",
        "3:the master cannot be reached"
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  lynceus webhooks test phone",
        "  lynceus webhooks test hall",
        "  lynceus webhooks test phone --http 10.0.0.5:7080"
      })
  static final class TestCommand extends HttpCommand {
    @Parameters(arity = "1", paramLabel = "NAME", description = "The webhook.")
    private String name = "";

    /** Reads the process's environment. */
    TestCommand() {
      this(System.getenv());
    }

    TestCommand(Map<String, String> environment) {
      super(environment);
    }

    @Override
    public Integer call() throws CommandException {
      JsonNode told =
          httpOfAdministrators()
              .json("POST", WebhooksListing.PATH + "/" + escaped(name) + "/test", Map.of());
      long millis = told.path("ms").asLong();
      if (told.path("delivered").asBoolean()) {
        print(
            "%s has answered %d after %d ms"
                .formatted(Text.shown(name), told.path("status").asInt(), millis));
        return 0;
      }
      throw new CommandException(
          CommandException.INCOMPLETE,
          Text.shown(name) + ": " + Text.shown(told.path("problem").asText()));
    }
  }
}
