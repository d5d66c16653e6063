package io.lynceus.master.gateway.http;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.gateway.ScriptedIntake;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are refused: each is answered as a problem. */
@Timeout(60)
class HttpProblemsIT extends ServedHttpPort {
  HttpProblemsIT() throws IOException {}

  @ParameterizedTest
  @ValueSource(
      strings = {"?analyses=no%20key", "?edges=jpg", "?min-score=2", "?deadline=soon", "?size=3"})
  void anOptionThatDoesNotExistIsABadRequest(String query) throws Exception {
    start(atOnce);
    HttpResponse<String> response = post(query, JPEG);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(code(response)).isEqualTo("BAD_COMMAND");
    assertThat(atOnce.tasks).isEmpty();
  }

  @Test
  void aBrokenPercentSignIsABadRequest() throws Exception {
    start(atOnce);
    Socket socket =
        raw("POST /v1/images?name=%zz HTTP/1.0\r\nContent-Length: 0\r\n\r\n", new byte[0]);
    assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
        .startsWith("HTTP/1.1 400 ")
        .contains("hexadecimal");
  }

  @Test
  void anAnnouncedSizeIsRefusedBeforeTheBodyComes() throws Exception {
    start(atOnce, Optional.empty(), limit(1000));
    Socket socket = raw(postHead("Content-Length: 1001\r\n"), new byte[0]);
    assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8)).isEqualTo("HTTP/1.1 413");
  }

  @Test
  void aClientThatWaitsForOurWordIsRefusedWithoutSending() throws Exception {
    start(atOnce, Optional.empty(), limit(1000));
    String headers = "Content-Length: 1001\r\nExpect: 100-continue\r\n";
    Socket socket = raw(postHead(headers), new byte[0]);
    assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
        .startsWith("HTTP/1.1 413 ");
  }

  @Test
  void theTokenIsAskedFor() throws Exception {
    start(atOnce, Optional.of("s3cret-0123456789"), MasterDefaults.GATEWAY.images());
    atOnce.status.complete(ScriptedIntake.STATUS);
    for (String path : List.of("/v1/images", "/v1/status")) {
      for (String header :
          List.of(
              "Bearer wrong", "Basic s3cret-0123456789", "Bearer", "Bearer s3cret-01234567892")) {
        HttpResponse<String> refused = send(authorized(path, header));
        assertThat(refused.statusCode()).as(path + header).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(code(refused)).isEqualTo("UNAUTHORIZED");
      }
      assertThat(send(authorized(path, "Bearer s3cret-0123456789")).statusCode()).isEqualTo(200);
    }
    Socket head = raw("HEAD /v1/status HTTP/1.0\r\n\r\n", new byte[0]);
    assertThat(new String(head.getInputStream().readAllBytes(), UTF_8))
        .startsWith("HTTP/1.1 401 ")
        .endsWith("\r\n\r\n");
    assertThat(post("", JPEG).statusCode()).isEqualTo(401);
    assertThat(get("/v1/status").statusCode()).isEqualTo(401);
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
  }

  private HttpRequest.Builder authorized(String path, String header) {
    HttpRequest.Builder request = request(path).header("Authorization", header);
    return path.endsWith("images") ? request.POST(BodyPublishers.ofByteArray(JPEG)) : request;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "what\r\n\r\n",
        "GET /healthz HTTP/7.0\r\nHost: localhost\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"
      })
  void whatIsNoRequestIsAProblem(String request) throws Exception {
    start(atOnce);
    Socket socket = raw("", request.getBytes(UTF_8));
    assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
        .containsPattern("^HTTP/1.1 [45]\\d\\d ")
        .contains("application/problem+json", "\"code\":\"BAD_COMMAND\"")
        .doesNotContain("html");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"STATUS\n", "SET analyses=faces\n", "\377\330\377\340\0", "cam1.jpg\0\0\0"})
  void whatBelongsToTheTaskPortIsToldSo(String bytes) throws Exception {
    start(atOnce);
    gateway.ports().tasksOpened(4711);
    Socket socket = raw(bytes, new byte[0]);
    assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
        .startsWith("HTTP/1.1 400 ")
        .contains("this is the HTTP port", "the task port", " 4711\"");
  }

  @Test
  void twoLengthsAreNamed() throws Exception {
    start(atOnce);
    String both = postHead("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n");
    assertThat(new String(raw(both, new byte[0]).getInputStream().readAllBytes(), UTF_8))
        .contains("a request has Content-Length or Transfer-Encoding, not both");
    String two = postHead("Content-Length: 3\r\nContent-Length: 4\r\n");
    assertThat(new String(raw(two, new byte[0]).getInputStream().readAllBytes(), UTF_8))
        .contains("a request has one Content-Length, not two");
  }

  @Test
  void aHeadThatIsTooLongIsAProblem() throws Exception {
    start(atOnce);
    HttpResponse<String> refused = send(request("/healthz").header("X", "x".repeat(20_000)));
    assertThat(refused.statusCode()).isEqualTo(431);
    assertThat(code(refused)).isEqualTo("BAD_COMMAND");
  }

  @Test
  void wrongPathsAndMethodsAreToldWhatThereIs() throws Exception {
    start(atOnce);
    HttpResponse<String> lost = get("/v1/nowhere");
    assertThat(lost.statusCode()).isEqualTo(404);
    assertThat(problem(lost).get("title").asText()).isEqualTo("Not Found");
    assertThat(problem(lost).get("detail").asText()).contains("POST /v1/images");
    HttpResponse<String> wrong = get("/v1/images");
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.headers().firstValue("Allow")).contains("POST");
    assertThat(problem(wrong).get("detail").asText())
        .isEqualTo("send POST /v1/images instead of GET");
  }

  @Test
  void aBodyThatIsPackedIsOfNoSupportedType() throws Exception {
    start(atOnce);
    HttpRequest.Builder packed =
        request("/v1/images")
            .header("Content-Encoding", "gzip")
            .POST(BodyPublishers.ofByteArray(JPEG));
    assertThat(send(packed).statusCode()).isEqualTo(415);
    HttpRequest.Builder mixed =
        request("/v1/images")
            .header("Content-Type", "multipart/mixed; boundary=x")
            .POST(BodyPublishers.ofByteArray(JPEG));
    HttpResponse<String> refused = send(mixed);
    assertThat(refused.statusCode()).isEqualTo(415);
    assertThat(problem(refused).get("detail").asText()).contains("multipart/form-data");
    assertThat(atOnce.tasks).isEmpty();
  }
}
