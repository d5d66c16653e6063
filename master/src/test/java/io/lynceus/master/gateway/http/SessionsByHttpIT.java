package io.lynceus.master.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.console.ConsolePages;
import io.lynceus.console.live.LiveView;
import io.lynceus.console.live.ThumbnailForm;
import io.lynceus.master.MasterDefaults;
import io.lynceus.master.gateway.GatewayConfig;
import io.lynceus.master.gateway.ScriptedIntake;
import io.lynceus.master.gateway.access.NamedToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signing in, what a cookie opens and what it does not, and the live view behind it. */
@Timeout(60)
class SessionsByHttpIT extends ServedHttpPort {
  private static final String VIEWER = "viewer-token-012";
  private static final String CAMERA = "camera-token-012";

  SessionsByHttpIT() throws IOException {}

  private void open() throws Exception {
    start(
        atOnce,
        new GatewayConfig.Tokens(
            Optional.empty(),
            Optional.of(ADMIN),
            List.of(
                NamedToken.of("anna", "viewer", List.of(), VIEWER),
                NamedToken.of("gate", "camera", List.of(), CAMERA))),
        MasterDefaults.GATEWAY.images(),
        100);
    atOnce.status.complete(ScriptedIntake.STATUS);
  }

  private HttpResponse<String> signIn(String token) throws Exception {
    return send(
        request("/v1/session").header("Origin", here()).POST(BodyPublishers.ofString(token)));
  }

  private String here() {
    return "http://127.0.0.1:" + port.address().getPort();
  }

  private static String cookie(HttpResponse<String> response) {
    return response.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
  }

  @Test
  void aSessionOpensWhatItsTokenOpensUntilTheUserSignsOut() throws Exception {
    open();
    HttpResponse<String> in = signIn(VIEWER);
    assertThat(in.statusCode()).isEqualTo(200);
    assertThat(in.body())
        .contains("\"token\":\"anna\"", "\"role\":\"viewer\"", "\"may\":[\"look\"]")
        .doesNotContain(VIEWER);
    assertThat(in.headers().firstValue("Set-Cookie").orElseThrow())
        .contains("; HttpOnly; SameSite=Strict; Max-Age=28800");
    String cookie = cookie(in);
    assertThat(send(request("/v1/status").header("Cookie", cookie)).statusCode()).isEqualTo(200);
    assertThat(send(request("/v1/settings").header("Cookie", cookie)).statusCode()).isEqualTo(403);

    HttpResponse<String> out =
        send(request("/v1/session").header("Cookie", cookie).header("Origin", here()).DELETE());
    assertThat(out.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
    assertThat(send(request("/v1/status").header("Cookie", cookie)).statusCode()).isEqualTo(401);
    assertThat(audited)
        .containsExactly(
            "sign-in {from=127.0.0.1, token=anna}", "sign-out {from=127.0.0.1, token=anna}");
  }

  @Test
  void aCookieChangesNothingWithoutThePagesOwnOrigin() throws Exception {
    open();
    String cookie = cookie(signIn(ADMIN));
    HttpRequest.Builder drain =
        request("/v1/slaves/s1/drain").header("Cookie", cookie).POST(BodyPublishers.noBody());
    assertThat(send(drain.copy()).statusCode()).as("no Origin").isEqualTo(401);
    for (String other : List.of("http://evil.example", "null", "http://127.0.0.1:1")) {
      assertThat(send(drain.copy().header("Origin", other)).statusCode()).isEqualTo(403);
    }
    assertThat(atOnce.drained).isEmpty();
    assertThat(send(drain.copy().header("Origin", here())).statusCode()).isEqualTo(200);
    assertThat(atOnce.drained).containsExactly("drain s1");
  }

  @Test
  void theHeaderCountsMoreThanTheCookie() throws Exception {
    open();
    String cookie = cookie(signIn(ADMIN));
    HttpRequest.Builder settings = request("/v1/settings").header("Cookie", cookie);
    assertThat(send(settings.copy()).statusCode()).isEqualTo(200);
    assertThat(send(settings.copy().header("Authorization", "Bearer " + VIEWER)).statusCode())
        .isEqualTo(403);
    assertThat(send(settings.copy().header("Authorization", "Bearer wrong")).statusCode())
        .isEqualTo(401);
  }

  @Test
  void theSixthSignInAfterFiveWrongOnesIsRefusedWhateverItBrings() throws Exception {
    open();
    for (int i = 0; i < 5; i++) {
      assertThat(signIn("a-guess-" + i).statusCode()).isEqualTo(401);
    }
    HttpResponse<String> sixth = signIn(VIEWER);
    assertThat(sixth.statusCode()).isEqualTo(429);
    assertThat(sixth.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 60L);
    assertThat(get("/v1/status").statusCode()).isEqualTo(401);
    assertThat(audited).hasSize(5).allMatch(line -> line.equals("sign-in-failed {from=127.0.0.1}"));
    assertThat(port.wrongTokens()).isEqualTo(5);
  }

  @Test
  void aCameraSignsInNowhereAndATextIsNoToken() throws Exception {
    open();
    assertThat(signIn(CAMERA).statusCode()).isEqualTo(403);
    assertThat(signIn("x".repeat(5000)).statusCode()).isEqualTo(413);
    assertThat(signIn("").statusCode()).isEqualTo(401);
    assertThat(get("/v1/session").statusCode()).isEqualTo(401);
  }

  @Test
  void withoutTokensEverybodyOnTheMachineIsAClient() throws Exception {
    start(atOnce);
    assertThat(get("/v1/session").body())
        .contains("\"signedIn\":false", "\"role\":\"client\"", "\"may\":[\"send\",\"look\"]");
    String cookie = cookie(signIn(ADMIN));
    assertThat(send(request("/v1/settings").header("Cookie", cookie)).statusCode()).isEqualTo(200);
  }

  @Test
  void browsersGetThePageAndItsFilesUnderOnePolicy() throws Exception {
    open();
    HttpResponse<String> page =
        client.send(
            request("/").header("Accept", "text/html,*/*").build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .contains(ConsolePages.POLICY)
        .hasValueSatisfying(policy -> assertThat(policy).contains("frame-ancestors 'none'"));
    assertThat(page.headers().firstValue("X-Frame-Options")).contains("DENY");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    String script = page.body().replaceAll("(?s).*src=\"(/assets/console[^\"]+js)\".*", "$1");
    HttpResponse<String> asset =
        client.send(request(script).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(asset.statusCode()).isEqualTo(200);
    assertThat(asset.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
    assertThat(
            client
                .send(request("/assets/console.0.js").build(), HttpResponse.BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(404);
    assertThat(get("/").body()).as("without Accept").startsWith("curl ");
  }

  @Test
  void sixtyFourWatchAndTheNextIsToldToComeLater() throws Exception {
    open();
    for (int i = 1; i < LiveView.MOST_CLIENTS; i++) {
      assertThat(live.watch(ThumbnailForm.PATH, () -> true)).isPresent();
    }
    Socket last = watch("Authorization: Bearer " + VIEWER);
    assertThat(line(last)).isEqualTo("HTTP/1.1 200 OK");
    assertThat(live.clients()).isEqualTo(LiveView.MOST_CLIENTS);
    HttpRequest.Builder next = request("/v1/live").header("Authorization", "Bearer " + VIEWER);
    HttpResponse<String> refused = send(next.copy());
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(code(refused)).isEqualTo("BUSY");
    last.close();
    await().until(() -> live.watch(ThumbnailForm.PATH, () -> true).isPresent());
  }

  @Test
  void whatABrowserWatchesEndsWhenItsUserSignsOut() throws Exception {
    open();
    String cookie = cookie(signIn(VIEWER));
    Socket watching = watch("Cookie: " + cookie);
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(watching.getInputStream(), StandardCharsets.UTF_8));
    assertThat(lines.readLine()).isEqualTo("HTTP/1.1 200 OK");
    send(request("/v1/session").header("Cookie", cookie).header("Origin", here()).DELETE());
    String last = "";
    for (String line = lines.readLine(); line != null && !line.equals("0"); ) {
      last = line;
      line = lines.readLine();
    }
    assertThat(last).isNotNull();
    await().until(() -> live.clients() == 0);
  }

  private Socket watch(String header) throws IOException {
    return raw("GET /v1/live HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n", new byte[0]);
  }

  private static String line(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = socket.getInputStream().read(); b >= 0 && b != '\r'; ) {
      line.append((char) b);
      b = socket.getInputStream().read();
    }
    return line.toString();
  }
}
