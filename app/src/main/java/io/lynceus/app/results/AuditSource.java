package io.lynceus.app.results;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.HttpMaster;
import io.lynceus.store.ResultStore;
import io.lynceus.store.audit.AuditEntry;
import io.lynceus.store.audit.AuditHead;
import io.lynceus.store.result.StoreException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the audit table is read: a running master, or a store of which no master runs. */
interface AuditSource {
  /**
   * A part of the table.
   *
   * @param head empty while the table is
   */
  record Page(List<AuditEntry> entries, Optional<AuditHead> head) {}

  /** The entries after that number, at most {@code limit} of them, 1 to 500. */
  Page after(long number, int limit) throws CommandException;

  static AuditSource of(ResultStore store) {
    return (number, limit) -> {
      try {
        return new Page(store.audit(number, limit), store.auditHead());
      } catch (StoreException e) {
        throw new CommandException(CommandException.INCOMPLETE, String.valueOf(e.getMessage()), e);
      }
    };
  }

  static AuditSource of(HttpMaster master) {
    return (number, limit) -> {
      JsonNode page =
          master.json(
              "GET",
              "/v1/audit",
              Map.of("after", Long.toString(number), "limit", Integer.toString(limit)));
      List<AuditEntry> entries = new ArrayList<>();
      try {
        for (JsonNode entry : page.path("entries")) {
          entries.add(
              new AuditEntry(
                  entry.path("number").asLong(),
                  Instant.parse(entry.path("at").asText()),
                  entry.path("kind").asText(),
                  entry.path("body").asText(),
                  entry.path("hash").asText()));
        }
        return new Page(
            entries,
            page.path("head").isObject() ? Optional.of(head(page.path("head"))) : Optional.empty());
      } catch (DateTimeException | IllegalArgumentException e) {
        throw new CommandException(
            CommandException.INCOMPLETE, "the master's answer cannot be read: " + e, e);
      }
    };
  }

  /**
   * Reads a head.
   *
   * @throws DateTimeException or {@link IllegalArgumentException} if it is none
   */
  static AuditHead head(JsonNode json) {
    return new AuditHead(
        json.path("entries").asLong(),
        json.path("hash").asText(),
        Instant.parse(json.path("at").asText()),
        json.path("key").asText(),
        json.path("signature").asText());
  }
}
