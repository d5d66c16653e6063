package io.lynceus.master.gateway.http;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.gateway.ScriptedIntake;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many clients, slow ones, and those that go away. */
@Timeout(60)
class HttpConnectionsIT extends ServedHttpPort {
  HttpConnectionsIT() throws IOException {}

  @Test
  void noThreadWaitsForAReply() throws Exception {
    start(onDemand);
    List<CompletableFuture<HttpResponse<String>>> posted =
        IntStream.range(0, 60).mapToObj(i -> postLater(JPEG)).toList();
    await().until(() -> onDemand.tasks.size() == posted.size());
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    onDemand.tasks.forEach(ScriptedIntake.Task::reply);
    for (CompletableFuture<HttpResponse<String>> one : posted) {
      assertThat(one.get().statusCode()).isEqualTo(200);
    }
    assertNothingHeld();
  }

  @Test
  void noThreadWaitsForABody() throws Exception {
    start(atOnce);
    for (int i = 0; i < 60; i++) {
      raw(postHead("Content-Length: " + JPEG.length + "\r\n"), new byte[] {JPEG[0]});
    }
    assertThat(post("", JPEG).statusCode()).isEqualTo(200);
  }

  @Test
  void aWholeImageWithALengthThatIsTooLargeIsAnsweredSoon() throws Exception {
    start(atOnce);
    for (byte[] body : List.of(JPEG, form(field("name=file; filename=a.jpg", JPEG)))) {
      String type = "Content-Type: multipart/form-data; boundary=xYzZy\r\n";
      String length = "Content-Length: " + (body.length + 2) + "\r\n";
      Socket socket = raw(postHead((body == JPEG ? "" : type) + length), body);
      long start = System.nanoTime();
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 200 ")
          .contains("Connection: close", "\"bytes\":" + JPEG.length);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(STALL);
    }
    assertNothingHeld();
  }

  @Test
  void aBodyThatStallsIsToldWhatHasCome() throws Exception {
    start(atOnce);
    byte[] half = Arrays.copyOf(JPEG, JPEG.length - 1);
    Socket socket = raw(postHead("Content-Length: " + JPEG.length + "\r\n"), half);
    assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
        .startsWith("HTTP/1.1 400 ")
        .contains(
            "TRUNCATED",
            "Content-Length is " + JPEG.length + ", and " + half.length + " bytes have come: ",
            "nothing more came for 2 s");
    Socket chunked =
        raw(postHead("Transfer-Encoding: chunked\r\n"), "3\r\nabc\r\n".getBytes(UTF_8));
    chunked.shutdownOutput();
    assertThat(new String(chunked.getInputStream().readAllBytes(), UTF_8))
        .contains("3 bytes of the body have come, and no last chunk: the client has ended");
    assertNothingHeld();
  }

  @Test
  void aClientThatGoesAwayWhileItSendsLeavesNothingBehind() throws Exception {
    start(atOnce);
    Socket socket = raw(postHead("Content-Length: 100000\r\n"), new byte[50_000]);
    await().until(() -> gateway.held().taken() > 0);
    socket.close();
    assertNothingHeld();
    assertThat(atOnce.tasks).isEmpty();
  }

  @Test
  void aClientThatGoesAwayWhileItWaitsHasItsWorkCancelled() throws Exception {
    start(onDemand);
    Socket socket = raw(postHead("Content-Length: " + JPEG.length + "\r\n"), JPEG);
    await().until(() -> onDemand.tasks.size() == 1);
    socket.close();
    await().until(() -> onDemand.cancelled.get() == 1);
    assertNothingHeld();
    onDemand.tasks.get(0).reply("too late");
    assertNothingHeld();
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void aNextRequestThatIsThereAlreadyIsAnsweredAfterTheFirst() throws Exception {
    start(onDemand);
    Socket patient = raw(postHead("Content-Length: " + JPEG.length + "\r\n"), JPEG);
    await().until(() -> onDemand.tasks.size() == 1);
    patient
        .getOutputStream()
        .write(
            "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                .getBytes(UTF_8));
    Socket leaves = raw(postHead("Content-Length: " + JPEG.length + "\r\n"), JPEG);
    await().until(() -> onDemand.tasks.size() == 2);
    leaves.close();
    await().until(() -> onDemand.cancelled.get() == 1); // so both have been looked at
    onDemand.tasks.get(0).reply("first");
    String answers = new String(patient.getInputStream().readAllBytes(), UTF_8);
    assertThat(answers).contains("\"first\"").contains("{\"healthy\":true}");
  }

  @Test
  void anAddressHasItsConnectionsAndNotOneMore() throws Exception {
    start(atOnce, Optional.empty(), MasterDefaults.GATEWAY.images(), 2);
    byte[] health = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8);
    Socket first = raw("", health);
    Socket second = raw("", health);
    assertThat(first.getInputStream().read()).isEqualTo('H');
    assertThat(second.getInputStream().read()).isEqualTo('H');
    assertThat(get("/healthz").statusCode()).as("monitors get in").isEqualTo(200);
    try (Socket third = raw("GET /v1/status HTTP/1.1\r\nHost: localhost\r\n\r\n", new byte[0])) {
      assertThat(new String(third.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 429 ")
          .contains("Retry-After: 1\r\n", "application/problem+json", "\"code\":\"BUSY\"");
    }
    first.close();
    await().untilAsserted(() -> assertThat(get("/openapi.json").statusCode()).isEqualTo(200));
  }

  @Test
  void aBrokenChunkLeavesNothingBehind() throws Exception {
    start(atOnce);
    String head = postHead("Transfer-Encoding: chunked\r\n") + "c350\r\n";
    Socket socket = raw(head, new byte[50_000]);
    await().until(() -> gateway.held().taken() > 0);
    socket.getOutputStream().write("no end of a chunk".getBytes(UTF_8));
    assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
        .startsWith("HTTP/1.1 400 ")
        .contains("BAD_COMMAND");
    assertNothingHeld();
  }

  @Test
  void aBodyThatIsCutOffOrStallsIsAnswered() throws Exception {
    start(atOnce);
    Socket cutOff = raw(postHead("Content-Length: 100000\r\n"), JPEG);
    cutOff.shutdownOutput();
    Socket stalls = raw(postHead("Content-Length: 100000\r\n"), JPEG);
    for (Socket socket : List.of(cutOff, stalls)) {
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 400 ")
          .contains("TRUNCATED");
    }
    assertNothingHeld();
  }

  @Test
  void closingAnswersWhatIsThereAndRefusesWhatComes() throws Exception {
    start(onDemand);
    CompletableFuture<HttpResponse<String>> accepted = postLater(JPEG);
    await().until(() -> onDemand.tasks.size() == 1);
    onDemand.status.complete(ScriptedIntake.STATUS);
    CompletableFuture<Void> closed = CompletableFuture.runAsync(port::close);
    await().untilAsserted(() -> assertThat(post("", new byte[1]).statusCode()).isEqualTo(503));
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(closed).isNotDone();

    onDemand.tasks.get(0).reply();

    assertThat(accepted.get().statusCode()).isEqualTo(200);
    closed.get();
    assertThatThrownBy(() -> get("/healthz")).isInstanceOf(IOException.class);
    open.clear();
  }
}
