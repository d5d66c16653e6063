package io.lynceus.common.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests are served, and how the others are refused. */
class HttpServerTest extends HttpServerFixture {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Nobody may read the end of a body elsewhere than this server.
        "501 | POST /echo HTTP/1.1~Host: x~Transfer-Encoding: gzip, chunked~~0~~",
        "501 | POST /echo HTTP/1.1~Host: x~Transfer-Encoding: gzip~Transfer-Encoding: chunked~~0~~",
        "400 | POST /echo HTTP/1.1~Host: x~Transfer-Encoding: identity~~",
        "400 | POST /echo HTTP/1.1~Host: x~Transfer-Encoding: chunked, gzip~~0~~",
        "400 | POST /echo HTTP/1.1~Host: x~Content-Length: 3~Transfer-Encoding: chunked~~0~~",
        "400 | POST /echo HTTP/1.0~Transfer-Encoding: chunked~~0~~",
        "400 | POST /echo HTTP/1.1~Host: x~Content-Length: 3~Content-Length: 4~~abcd",
        "400 | POST /echo HTTP/1.1~Host: x~Content-Length: 3, 3~~abc",
        "400 | POST /echo HTTP/1.1~Host: x~Content-Length: -3~~abc",
        "400 | POST /echo HTTP/1.1~Host: x~Content-Length: +3~~abc",
        "400 | POST /echo HTTP/1.1~Host: x~Content-Length: 0x3~~abc",
        "400 | POST /echo HTTP/1.1~Host: x~Content-Length: 99999999999999999999~~abc",
        "400 | POST /echo HTTP/1.1~Host: x~Content-Length : 3~~abc",
        "400 | POST /echo HTTP/1.1~Host: x~Transfer-Encoding : chunked~~0~~",
        "400 | POST /echo HTTP/1.1~Host: x~Transfer-Encoding: chunked~~zz~abc~0~~",
        "400 | POST /echo HTTP/1.1~Host: x~Transfer-Encoding: chunked~~-3~abc~0~~",
        "400 | POST /echo HTTP/1.1~Host: x~Transfer-Encoding: chunked~~3~abcd~0~~",
        "400 | POST /echo HTTP/1.1~Host: x~Transfer-Encoding: chunked~~3^abc^0^^",
        "400 | GET /hello HTTP/1.1^Host: x^^",
        "400 | GET /hello HTTP/1.1~Host: x^~",
        "400 | GET /hello HTTP/1.1~Host: x~A: b^c: d~~",
        "400 | GET /hello HTTP/1.1~~",
        "400 | GET /hello HTTP/1.1~Host: x~Host: y~~",
        "400 | GET /%zz HTTP/1.1~Host: x~~",
        "400 | hello~~",
        "400 | STATUS^",
        "400 | SET name=x^",
        "400 | '\26\2\1'",
        "400 | \377\330\377",
        "505 | GET /hello HTTP/7.0~Host: x~~",
        "404 | GET /nowhere HTTP/1.1~Host: x~Connection: close~~",
        "405 | DELETE /hello HTTP/1.1~Host: x~Connection: close~~",
        "500 | GET /fails HTTP/1.1~Host: x~Connection: close~~",
      })
  void whatIsNotServedIsAnsweredOnceAndEndsTheConnection(int status, String request)
      throws IOException {
    String bytes = request.replace("~", "\r\n").replace("^", "\n");
    String response = rest(send(bytes + "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"));
    assertThat(response).startsWith("HTTP/1.1 " + status + " ").doesNotContain("hello\n");
    assertThat(response.split("HTTP/1\\.1 \\d", -1)).hasSize(2);
  }

  @Test
  void aClientOfTlsGetsAnAlertThatItUnderstands() throws IOException {
    assertThat(rest(send("\26\3\1\2\0\1\0\1\374\3\3"))).isEqualTo("\25\3\3\0\2\2\12");
    assertThat(rest(send("\26"))).isEqualTo("\25\3\3\0\2\2\12");
  }

  @Test
  void aClientOfHttp2IsToldInItsProtocolWhichVersionIsSpoken() throws IOException {
    String text = "HTTP/1.1 is spoken here and no other version: curl takes it with --http1.1\n";
    String response = rest(send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    assertThat(response)
        .startsWith("\0\0\0\4\0\0\0\0\0" + "\0\0\22\1\4\0\0\0\1" + "\10\003505\17\20\12text/plain")
        .contains("\0\0" + (char) text.length() + "\0\1\0\0\0\1" + text)
        .contains("\0\0\10\7\0\0\0\0\0" + "\0\0\0\1\0\0\0\15" + "HTTP/1.1 505 ")
        .endsWith("\r\n\r\n" + text);
  }

  @Test
  void aWordWithoutALineEndIsAnsweredWhenTheClientEnds() throws IOException {
    Socket socket = send("STATUS");
    socket.shutdownOutput();
    assertThat(rest(socket)).startsWith("HTTP/1.1 400 ").endsWith("this is not an HTTP request\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "431 | GET /hello HTTP/1.1~Host: x~A: LONG~~",
        "414 | GET /LONG HTTP/1.1~Host: x~~",
      })
  void aHeadThatIsTooLongIsRefused(int status, String request) throws IOException {
    String bytes = request.replace("~", "\r\n").replace("LONG", "x".repeat(20_000));
    assertThat(rest(send(bytes))).startsWith("HTTP/1.1 " + status + " ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /hello HTTP/1.1\r\nHost: x\r\n",
        "GET http://x:7080/hello HTTP/1.1\r\nHost: x\r\n",
        "GET /hell%6f?a=b HTTP/1.1\r\nHost: x\r\n",
        "GET /hello/ HTTP/1.1\r\nHost: x\r\n",
        "\r\nGET /hello HTTP/1.1\r\nHost: x\r\n",
        "GET /hello HTTP/1.0\r\n"
      })
  void formsOfTheSameRequestAreServed(String head) throws IOException {
    assertThat(rest(send(head + "Connection: close\r\n\r\n")))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Content-Type: text/plain\r\n", "Content-Length: 6\r\n", "Date: ", " GMT\r\n")
        .endsWith("\r\n\r\nhello\n");
  }

  @Test
  void aHeadRequestGetsTheHeadersAlone() throws IOException {
    assertThat(
            rest(
                send(
                    "HEAD /hello HTTP/1.1~Host: x~~",
                    "GET /hello HTTP/1.1~Host: x~Connection: close~~")))
        .matches("(?s).*Content-Length: 6\r\n.*\r\n\r\nHTTP/1.1 200 .*\r\n\r\nhello\n");
  }

  @Test
  void requestsThatAreSentTogetherAreAnsweredInTheirOrder() throws Exception {
    Socket socket =
        send(
            "POST /echo HTTP/1.1~Host: x~Content-Length: 5~~first",
            "GET /later HTTP/1.1~Host: x~~",
            "POST /echo HTTP/1.1~Host: x~Transfer-Encoding: chunked~Connection: close~~",
            "2~th~3;a=b~ird~0~Trailer: t~~");
    HttpExchange second = later.take();
    assertThat(until(socket, "first\n")).startsWith("HTTP/1.1 200 ");
    second.respond(HttpResponse.text(200, TEXT, "second"));
    String others = rest(socket);
    assertThat(others).matches("(?s)HTTP/1.1 200 .*\r\n\r\nsecond\nHTTP/1.1 200 .*\r\n\r\nthird\n");
  }

  @Test
  void moreRequestsAtOnceThanAreKeptEndTheConnectionAfterTheNextResponse() throws Exception {
    Socket socket = send("GET /later HTTP/1.1~Host:~~".repeat(1000));
    HttpExchange first = later.take();
    assertThat(later).isEmpty();
    first.respond(HttpResponse.text(200, TEXT, "first"));
    until(socket, "first\n");
    try {
      assertThat(rest(socket)).isEmpty();
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset"); // the others have not been read
    }
  }

  @Test
  void aClientThatWaitsForALeaveToSendGetsIt() throws IOException {
    Socket socket =
        send(
            "POST /echo HTTP/1.1~Host: x~Content-Length: 2~Expect: 100-continue~",
            "Connection: close~~");
    assertThat(until(socket, "\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    socket.getOutputStream().write("ok".getBytes(ISO_8859_1));
    assertThat(rest(socket)).startsWith("HTTP/1.1 200 ").endsWith("ok\n");
  }

  @Test
  void aClientThatWaitsForALeaveToSendCanBeRefused() throws IOException {
    Socket socket = send("POST /refuse HTTP/1.1~Host: x~Content-Length: 2~Expect: 100-continue~~");
    assertThat(rest(socket)).startsWith("HTTP/1.1 413 ").contains("Connection: close\r\n");
  }
}
