package io.lynceus.master.gateway.http;

import io.lynceus.common.http.BodyReader;
import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.HttpResponse;
import io.lynceus.common.port.AddressText;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.master.gateway.access.AuditTrail;
import io.lynceus.master.gateway.access.Grant;
import io.lynceus.protocol.reply.StatusJson;
import java.util.Map;

/** Drains slaves: {@code /v1/slaves/{name}/drain}. Any thread may call it. */
final class SlaveHandlers {
  private static final int NOT_FOUND = 404;

  private final Gateway gateway;
  private final AuditTrail audit;

  SlaveHandlers(Gateway gateway, AuditTrail audit) {
    this.gateway = gateway;
    this.audit = audit;
  }

  /** {@code POST}: the slaves of that name get no further units. */
  BodyReader drain(HttpExchange exchange, Grant grant) {
    return order(exchange, grant, true);
  }

  /** {@code DELETE}: they get units again. */
  BodyReader resume(HttpExchange exchange, Grant grant) {
    return order(exchange, grant, false);
  }

  private BodyReader order(HttpExchange exchange, Grant grant, boolean draining) {
    String slave = exchange.pathVariable("name");
    String from = AddressText.of(exchange.client());
    exchange.respond(
        gateway
            .drain(slave, draining)
            .handle(
                (status, failure) -> {
                  if (status == null) { // dispatch is at its end
                    return Responses.problem(Refusals.SHUTTING_DOWN);
                  }
                  status.ifPresent(
                      told ->
                          audit.tell(
                              draining ? "drain" : "resume",
                              Map.of("slave", slave, "token", grant.name(), "from", from)));
                  return status
                      .map(told -> Responses.json(200, StatusJson.write(told)))
                      .orElseGet(() -> noSlave(slave));
                }));
    return BodyReader.NONE;
  }

  private static HttpResponse noSlave(String name) {
    return Responses.problem(
        NOT_FOUND,
        "no slave with the name '" + name + "' is connected: GET /v1/status lists those that are");
  }
}
