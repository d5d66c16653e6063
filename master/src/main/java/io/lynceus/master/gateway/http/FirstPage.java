package io.lynceus.master.gateway.http;

import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.HttpResponse;
import io.lynceus.master.gateway.Gateway;

/**
 * {@code GET /}: three commands to begin with, with the host that the client has asked for. Any
 * thread may call it.
 */
final class FirstPage {
  private static final String TYPE = "text/plain; charset=utf-8";
  private static final String TOKEN = "-H \"Authorization: Bearer $LYNCEUS_TOKEN\" ";

  private final String scheme;
  private final String token;
  private final int port;

  /**
   * @param port that is listened on, for clients that name no host
   */
  FirstPage(Gateway gateway, int port) {
    this.scheme = gateway.tls().isPresent() ? "https" : "http";
    this.token = gateway.token().required() ? TOKEN : "";
    this.port = port;
  }

  void answer(HttpExchange exchange) {
    String host =
        exchange.header("Host").filter(name -> !name.isBlank()).orElse("localhost:" + port);
    String base = scheme + "://" + host;
    exchange.respond(
        HttpResponse.text(
            200,
            TYPE,
            """
            curl %s--data-binary @cam1.jpg '%s/v1/images'   # analyses an image
            curl %s'%s/v1/status'   # how the cluster is
            curl '%s/openapi.json'   # what else there is, for programs\
            """
                .formatted(token, base, token, base, base)));
  }
}
