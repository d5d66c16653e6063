package io.lynceus.master.gateway.http;

import io.lynceus.common.http.BodyReader;
import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.HttpResponse;
import io.lynceus.common.port.AddressText;
import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.master.gateway.access.Grant;
import io.lynceus.master.gateway.search.ChannelBody;
import io.lynceus.master.gateway.search.StoreJson;
import io.lynceus.store.audit.AuditEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/** Checks and copies the store, one at a time. Any thread may call it. */
final class StoreHandlers {
  private final StoreRequests requests;
  private final AtomicBoolean atWork = new AtomicBoolean();

  StoreHandlers(StoreRequests requests) {
    this.requests = requests;
  }

  /** {@code POST /v1/store/check}. */
  BodyReader check(HttpExchange exchange, Grant grant) {
    requests.serve(
        exchange,
        desk -> {
          Query.requireNone(exchange.query());
          if (begin(exchange)) {
            StoreRequests.respond(
                exchange,
                desk.ask(store -> store.check()).whenComplete((done, failure) -> end()),
                report -> Responses.json(200, StoreJson.check(report)));
          }
        });
    return BodyReader.NONE;
  }

  /** {@code GET /v1/audit}: who did what, and the head to keep elsewhere. */
  void audit(HttpExchange exchange) {
    requests.serve(
        exchange,
        desk -> {
          AuditQuery query = AuditQuery.of(exchange.query());
          StoreRequests.respond(
              exchange,
              desk.ask(
                  store -> {
                    List<AuditEntry> entries = store.auditEntries(query.after(), query.limit());
                    return StoreJson.auditPage(entries, query.next(entries), store.auditHead());
                  }),
              page -> Responses.json(200, page));
        });
  }

  /**
   * Which entries.
   *
   * @param after the number of the last one that the client has
   */
  private record AuditQuery(long after, int limit) {
    private static final int USUAL = 100;
    private static final int MOST = 500;

    static AuditQuery of(Optional<String> query) throws BadCommandException {
      long after = 0;
      int limit = USUAL;
      for (Map.Entry<String, String> each : Query.parameters(query)) {
        switch (each.getKey()) {
          case "after" -> after = number(each, 0, Long.MAX_VALUE);
          case "limit" -> limit = (int) number(each, 1, MOST);
          default -> throw new BadCommandException("the parameters here are after and limit");
        }
      }
      return new AuditQuery(after, limit);
    }

    private static long number(Map.Entry<String, String> given, long least, long most)
        throws BadCommandException {
      String text = given.getValue();
      long number = text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
      if (number < least || number > most) {
        throw new BadCommandException(
            given.getKey()
                + " is a whole number from "
                + least
                + (most == Long.MAX_VALUE ? "" : " to " + most));
      }
      return number;
    }

    OptionalLong next(List<AuditEntry> entries) {
      return entries.size() < limit
          ? OptionalLong.empty()
          : OptionalLong.of(entries.get(limit - 1).number());
    }
  }

  /** {@code POST /v1/store/backup}: a tar archive, which is made while it is sent. */
  BodyReader backup(HttpExchange exchange, Grant grant) {
    requests.serve(
        exchange,
        desk -> {
          Query.requireNone(exchange.query());
          if (!begin(exchange)) {
            return;
          }
          String client = AddressText.of(exchange.client());
          var unused =
              desk.ask(
                      store -> {
                        store.audit(
                            "backup",
                            StoreJson.audit(client, grant.name(), "POST /v1/store/backup"));
                        return store.backup();
                      })
                  .whenComplete(
                      (copy, failure) -> {
                        end();
                        if (failure == null) {
                          exchange.respond(
                              HttpResponse.head(200, "application/x-tar", Map.of()),
                              new ChannelBody(desk, copy));
                        } else {
                          exchange.respond(() -> StoreRequests.refusal(failure));
                        }
                      });
        });
    return BodyReader.NONE;
  }

  private boolean begin(HttpExchange exchange) {
    if (!atWork.compareAndSet(false, true)) {
      exchange.respond(StoreRequests.busy("the store is being checked or copied: ask again"));
      return false;
    }
    return true;
  }

  private void end() {
    atWork.set(false);
  }
}
