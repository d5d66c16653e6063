package io.lynceus.app.webhooks;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.HttpCommand;
import java.util.Map;
import picocli.CommandLine.Option;

/** What {@code webhooks} and {@code webhooks list} do. */
abstract class WebhooksListing extends HttpCommand {
  static final String PATH = "/v1/webhooks";

  @Option(names = "--json", description = "Print what the master tells, as JSON.")
  private boolean json;

  WebhooksListing(Map<String, String> environment) {
    super(environment);
  }

  @Override
  public final Integer call() throws CommandException {
    JsonNode told = http().json("GET", PATH, Map.of());
    if (json) {
      print(told.toString());
    } else if (told.path("webhooks").isEmpty()) {
      print("master.conf has no webhook: see docs/webhooks.md");
    } else {
      WebhooksTable.webhooks(told.path("webhooks")).forEach(out()::println);
      out().flush();
    }
    return 0;
  }
}
