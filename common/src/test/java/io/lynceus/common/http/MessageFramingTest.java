package io.lynceus.common.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where two parsers could disagree about the end of a request (RFC 9112, 6 and 7), on a raw socket:
 * in one piece and byte by byte. A tilde is CRLF, a caret LF, a section sign CR. A request follows
 * each, and must not be answered where this server cannot tell where it starts.
 */
class MessageFramingTest extends HttpServerFixture {
  private static final String NEXT = "GET /hello HTTP/1.1~Host: x~Connection: close~~";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // transfer codings
        "501 | Transfer-Encoding: gzip, chunked~~0~~",
        "501 | Transfer-Encoding: gzip,chunked~~0~~",
        "501 | Transfer-Encoding: GZIP , Chunked~~0~~",
        "501 | Transfer-Encoding: gzip~Transfer-Encoding: chunked~~0~~",
        "400 | Transfer-Encoding: chunked~Transfer-Encoding: gzip~~0~~",
        "400 | Transfer-Encoding: chunked, chunked~~0~~",
        "400 | Transfer-Encoding: chunked~Transfer-Encoding: chunked~~0~~",
        "501 | Transfer-Encoding: identity, chunked~~0~~",
        "501 | Transfer-Encoding: , chunked~~0~~",
        "501 | Transfer-Encoding: ~Transfer-Encoding: chunked~~0~~",
        "501 | Transfer-Encoding: chunked,~~0~~",
        "400 | Transfer-Encoding: xchunked~~0~~",
        "400 | Transfer-Encoding: x chunked~~0~~",
        "400 | Transfer-Encoding: chunkedx~~0~~",
        "400 | Transfer-Encoding: chunked;q=1~~0~~",
        "400 | Transfer-Encoding: '\"chunked\"~~0~~'",
        "400 | Transfer-Encoding: chunked, gzip~~0~~",
        "400 | Transfer-Encoding: gzip~~0~~",
        "400 | Transfer-Encoding: identity~~",
        "400 | Transfer-Encoding:~~0~~",
        "400 | '\tTransfer-Encoding: chunked~~0~~'",
        "400 | 'Transfer-Encoding: \013chunked~~0~~'",
        "400 | Transfer-Encoding:~ chunked~~0~~",
        "400 | Transfer-Encoding: chunked~Content-Length: 5~~0~~",
        "400 | Content-Length: 5~Transfer-Encoding: chunked~~0~~",
        // lengths
        "400 | Content-Length: +5~~hello",
        "400 | Content-Length: -5~~hello",
        "400 | Content-Length: -0~~",
        "400 | Content-Length: 5,5~~hello",
        "400 | Content-Length: 5, 5~~hello",
        "400 | Content-Length: 5~Content-Length: 5~~hello",
        "400 | Content-Length: 5~Content-Length: 6~~hello",
        "400 | Content-Length: 5 5~~hello",
        "400 | Content-Length: 0x5~~hello",
        "400 | Content-Length: 5.0~~hello",
        "400 | Content-Length: 5e0~~hello",
        "400 | Content-Length:~~hello",
        "400 | Content-Length: 18446744073709551621~~hello",
        "400 | Content-Length: \3275~~hello",
        "400 | Content-Length : 5~~hello",
        "400 | 'Content-Length\t: 5~~hello'",
        "400 | ' Content-Length: 5~~hello'",
        "400 | Content-Length:~ 5~~hello",
        // lines
        "400 | Content-Length: 5^~hello",
        "400 | Content-Length: 5^^hello",
        "400 | Content-Length: 5~^hello",
        "400 | A: b^Content-Length: 5~~hello",
        "400 | A: b§Content-Length: 5~~hello",
        "400 | A: b§§~Content-Length: 5~~hello",
        "400 | A: b§~Content-Length: 5~~hello",
        "400 | A§: b~Content-Length: 5~~hello",
        "400 | A: \0~Content-Length: 5~~hello",
        "400 | A: \1~Content-Length: 5~~hello",
        "400 | A b: c~Content-Length: 5~~hello",
        "400 | A~Content-Length: 5~~hello",
        "400 | : a~Content-Length: 5~~hello",
        "400 | §~Content-Length: 5~~hello",
        // chunks
        "400 | Transfer-Encoding: chunked~~5^hello~0~~",
        "400 | Transfer-Encoding: chunked~~5~hello^0~~",
        "400 | Transfer-Encoding: chunked~~5~hello§0~~",
        "400 | Transfer-Encoding: chunked~~5~hello0~~",
        "400 | Transfer-Encoding: chunked~~5~helloo~0~~",
        "400 | Transfer-Encoding: chunked~~5§hello~0~~",
        "400 | Transfer-Encoding: chunked~~5§^hello~0^~",
        "400 | Transfer-Encoding: chunked~~5~hello~0~^",
        "400 | Transfer-Encoding: chunked~~5~hello~0^^",
        "400 | Transfer-Encoding: chunked~~0x5~hello~0~~",
        "400 | Transfer-Encoding: chunked~~+5~hello~0~~",
        "400 | Transfer-Encoding: chunked~~-5~hello~0~~",
        "400 | Transfer-Encoding: chunked~~ 5~hello~0~~",
        "400 | Transfer-Encoding: chunked~~5 5~hello~0~~",
        "400 | Transfer-Encoding: chunked~~'5\0'~hello~0~~",
        "400 | Transfer-Encoding: chunked~~5_~hello~0~~",
        "400 | Transfer-Encoding: chunked~~5,~hello~0~~",
        "400 | Transfer-Encoding: chunked~~~hello~0~~",
        "400 | Transfer-Encoding: chunked~~;a=b~hello~0~~",
        "400 | Transfer-Encoding: chunked~~g~hello~0~~",
        "400 | Transfer-Encoding: chunked~~80000005~hello~0~~",
        "400 | Transfer-Encoding: chunked~~100000005~hello~0~~",
        "400 | Transfer-Encoding: chunked~~FFFFFFFFFFFFFFFF5~hello~0~~",
        "400 | Transfer-Encoding: chunked~~5;a^b~hello~0~~",
        "400 | Transfer-Encoding: chunked~~5;a§b~hello~0~~",
        "400 | Transfer-Encoding: chunked~~5;a\0b~hello~0~~",
        "400 | Transfer-Encoding: chunked~~5~hello~0~A: b^~",
        "400 | Transfer-Encoding: chunked~~5~hello~0~A: b§c~~",
        "400 | Transfer-Encoding: chunked~~5~hello~0~A : b~~",
        "400 | Transfer-Encoding: chunked~~5~hello~0~A~~",
      })
  void whereTheEndIsUnclearTheRequestIsRefusedAndTheConnectionEnds(int status, String message)
      throws IOException {
    refused(status, "POST /echo HTTP/1.1~Host: x~" + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | POST /echo HTTP/1.0~Transfer-Encoding: chunked~~0~~",
        "400 | GET /hello HTTP/1.0~Transfer-Encoding: chunked~~0~~",
        "400 | POST /echo HTTP/1.0~Content-Length: 5~Transfer-Encoding: chunked~~0~~",
        "501 | GET /hello HTTP/1.1~Host: x~Transfer-Encoding: gzip, chunked~~0~~",
        "400 | GET /hello HTTP/1.1^Host: x~~",
        "400 | GET /hello HTTP/1.1~Host: x^~",
        "400 | GET /hello HTTP/1.1~Host: x~^",
        "400 | GET /hello HTTP/1.1§Host: x~~",
        "400 | GET /hello HTTP/1.1§~Host: x~~",
        "400 | GET /hello^ HTTP/1.1~Host: x~~",
        "400 | GET /hel§lo HTTP/1.1~Host: x~~",
        "400 | GET /hel\0lo HTTP/1.1~Host: x~~",
        "400 | 'GET /hel\tlo HTTP/1.1~Host: x~~'",
        "400 | GET /hello HTTP/1.1 ~Host: x~~",
        "400 | GET /hello HTTP/1.1 x~Host: x~~",
        "400 | GET /hello~Host: x~~",
        "505 | GET /hello HTTP/2.0~Host: x~~",
      })
  void aHeadThatAnotherParserCouldReadOtherwiseIsRefused(int status, String request)
      throws IOException {
    refused(status, request);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5~~hello",
        "Content-Length:5~~hello",
        "Content-Length:  5 \t~~hello",
        "Content-Length: 005~~hello",
        "Transfer-Encoding: chunked~~5~hello~0~~",
        "transfer-encoding: CHUNKED \t~~5~hello~0~~",
        "Transfer-Encoding: chunked~~2~he~3~llo~0~~",
        "Transfer-Encoding: chunked~~005~hello~000~~",
        "Transfer-Encoding: chunked~~5;a=b;c=\"d\"~hello~0;e~~",
        "Transfer-Encoding: chunked~~5~hello~0~A: b~C: d~~",
        "Transfer-Encoding: chunked~~5~hello~0~Content-Length: 7~Transfer-Encoding: gzip~~",
        // RFC 9112, 5.2: a folded line counts as one line with a space.
        "A: b~ c~Content-Length: 5~~hello",
        "A: b~\tContent-Length: 7~Content-Length: 5~~hello",
        "Transfer-Encoding: chunked~~5~hello~0~A: b~ c~~",
      })
  void whatIsClearIsReadToItsEndAndTheNextRequestIsServed(String message) throws IOException {
    for (boolean inPieces : new boolean[] {false, true}) {
      String response = answer("POST /echo HTTP/1.1~Host: x~" + message + NEXT, inPieces);
      assertThat(response)
          .matches("(?s)HTTP/1.1 200 .*\r\n\r\nhello\nHTTP/1.1 200 .*\r\n\r\nhello\n");
    }
  }

  private void refused(int status, String request) throws IOException {
    for (boolean inPieces : new boolean[] {false, true}) {
      String response = answer(request + NEXT, inPieces);
      assertThat(response).as("in pieces: " + inPieces).startsWith("HTTP/1.1 " + status + " ");
      assertThat(response.split("HTTP/1\\.1 \\d", -1)).as(response).hasSize(2);
      assertThat(response).contains("Connection: close\r\n");
    }
  }

  private String answer(String request, boolean inPieces) throws IOException {
    byte[] bytes =
        request.replace("~", "\r\n").replace('^', '\n').replace('§', '\r').getBytes(ISO_8859_1);
    Socket socket = connect();
    socket.setTcpNoDelay(true);
    try {
      for (int at = 0; at < bytes.length; at += inPieces ? 1 : bytes.length) {
        socket.getOutputStream().write(bytes, at, inPieces ? 1 : bytes.length);
      }
    } catch (SocketException e) {
      // It was refused before its end; the response is there.
    }
    return rest(socket);
  }
}
