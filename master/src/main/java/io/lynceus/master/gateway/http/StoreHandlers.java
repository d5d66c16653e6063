package io.lynceus.master.gateway.http;

import io.lynceus.common.http.BodyReader;
import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.HttpResponse;
import io.lynceus.common.port.AddressText;
import io.lynceus.master.gateway.access.Grant;
import io.lynceus.master.gateway.search.ChannelBody;
import io.lynceus.master.gateway.search.StoreJson;
import java.util.Map;
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
