package io.lynceus.master.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.gateway.ScriptedIntake;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What web pages of other hosts get from each route, with and without a body. */
@Timeout(60)
class WebPagesByHttpIT extends ServedHttpPort {
  WebPagesByHttpIT() throws IOException {}

  @Test
  void noRouteAnswersToTheNameOfAnotherHost() throws Exception {
    start(atOnce);
    for (String route : routes()) {
      assertThat(answer(route, "Host: evil.example:7080\r\n"))
          .as(route)
          .startsWith("HTTP/1.1 421 ")
          .contains("http.allowed-hosts");
    }
    assertThat(atOnce.tasks).isEmpty();
  }

  @Test
  void noRouteAnswersPagesOfOtherHosts() throws Exception {
    start(atOnce);
    for (String route : routes()) {
      for (String origin : List.of("http://evil.example", "null", "http://localhost:3000")) {
        assertThat(answer(route, "Host: localhost:7080\r\nOrigin: " + origin + "\r\n"))
            .as(route)
            .startsWith("HTTP/1.1 403 ");
      }
      assertThat(answer(route, "Host: localhost\r\nSec-Fetch-Site: cross-site\r\n"))
          .as(route)
          .startsWith("HTTP/1.1 403 ");
    }
    assertThat(atOnce.tasks).isEmpty();
    assertThat(atOnce.cleared).isEmpty();
  }

  @Test
  void whereGetNeedsTheTokenHeadNeedsIt() throws Exception {
    start(atOnce, Optional.of("a-clients-token-1"), MasterDefaults.GATEWAY.images());
    atOnce.status.complete(ScriptedIntake.STATUS);
    int closed = 0;
    for (String route : routes()) {
      if (route.startsWith("GET ")) {
        String got = answer(route, "Host: localhost\r\n").substring(0, 12);
        String head = answer(route.replace("GET ", "HEAD "), "Host: localhost\r\n");
        assertThat(head).as(route).startsWith(got).endsWith("\r\n\r\n");
        closed += got.endsWith("401") ? 1 : 0;
      }
    }
    assertThat(closed).isEqualTo(8);
  }

  private List<String> routes() {
    List<String> routes = new ArrayList<>();
    described
        .document()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            routes.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    assertThat(routes).hasSizeGreaterThan(8);
    return routes;
  }

  private String answer(String route, String headers) throws IOException {
    String length = route.startsWith("POST") ? "Content-Length: 0\r\n" : "";
    String head = route + " HTTP/1.1\r\n" + headers + length + "Connection: close\r\n\r\n";
    try (Socket socket = raw(head, new byte[0])) {
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
