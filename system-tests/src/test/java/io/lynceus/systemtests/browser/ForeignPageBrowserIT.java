package io.lynceus.systemtests.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.lynceus.systemtests.TestMaster;
import io.lynceus.systemtests.hostile.HandmadeSlave;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/**
 * A page of another program on this machine, in the browser of somebody who has signed in to the
 * console. Both are of one site, so that the browser sends it the session's cookie: the hardest
 * case.
 */
class ForeignPageBrowserIT extends ConsoleInBrowser {
  private static final String TOKEN = "operator-token-0123";

  /** Puts the console into a frame, and has a slave drained by a form and by a script. */
  private static final String PAGE =
      """
      <!doctype html><title>foreign</title>
      <iframe id="console" src="%1$s/"></iframe><iframe name="answer"></iframe>
      <form method="post" action="%1$s/v1/slaves/s1/drain" target="answer"></form>
      <script>
        const loaded = (frame) => new Promise((done) => frame.addEventListener("load", done));
        const answer = document.querySelector("[name=answer]");
        window.done = (async () => {
          const framed = loaded(document.getElementById("console"));
          await new Promise((ready) => addEventListener("load", ready));
          const answered = loaded(answer);
          document.forms[0].submit();
          await answered;
          const options = { method: "POST", mode: "no-cors", credentials: "include" };
          await fetch("%1$s/v1/slaves/s1/drain", options);
          await framed;
          let read = "";
          try {
            read = await (await fetch("%1$s/v1/status", { credentials: "include" })).text();
          } catch (refused) { }
          return read;
        })();
      </script>
      """;

  @Test
  void itReadsAndChangesNothingAndFramesNothing() throws Exception {
    try (TestMaster master =
            TestMaster.start("tokens.otto { role = operator, token = %s }".formatted(TOKEN));
        HandmadeSlave slave = new HandmadeSlave("s1", master, unit -> null)) {
      await().atMost(PATIENCE).until(slave::isReady);
      here = addressOf(master);
      HttpServer foreign = serve(PAGE.formatted(here));
      try {
        browser.open(here + "/", 1280, 900, "light");
        signIn(TOKEN);
        soon(() -> assertThat(has("#who button")).isTrue());
        browser.open(
            "http://127.0.0.1:" + foreign.getAddress().getPort() + "/", 1280, 900, "light");
        assertThat(browser.eval("window.done").asText()).as("what it has read").isEmpty();
        assertThat(browser.framedTypes())
            .as("refusals in place of the console, and of the answer to the form")
            .hasSize(2)
            .containsOnly("application/problem+json");
        assertThat(get(TOKEN, "/v1/status"))
            .contains("\"state\":\"ready\"")
            .doesNotContain("draining");

        browser.open(here + "/#cluster", 1280, 900, "light");
        soon(() -> assertThat(text(".slave")).as("who has signed in still has").contains("ready"));
      } finally {
        foreign.stop(0);
      }
    }
  }

  private static HttpServer serve(String page) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = page.getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
    return server;
  }
}
