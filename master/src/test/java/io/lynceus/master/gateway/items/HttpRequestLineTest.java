package io.lynceus.master.gateway.items;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.ascii;
import static io.lynceus.master.gateway.SampleImages.joined;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRequestLineTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /v1/images HTTP/1.0\n\n",
        "PROPFIND / HTTP/1.1\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "post / http/1.1\r\n",
        "GET /\r\n",
        "GET / with spaces HTTP/1.1\r\n",
        "GET\t/\tHTTP/1.1\r\n",
        "propfind /\n",
        "M-SEARCH * HTTP/1.1\r\n",
        "POST http://localhost:7070/ HTTP/1.1\r\n",
        "FETCH HTTP://localhost:7070/\n",
        "GET /\1 HTTP/1.1\r\n",
        "*\t/\tHTTP/1.1\r\n",
        "~\t*\r\n",
        "*\t/",
        "\r\n\n \tPOST / HTTP/1.1\r\n",
        "\357\273\277POST / HTTP/1.1\r\n",
        "\377\376P\0O\0S\0T\0 \0/\0\n\0",
        "P\0O\0S\0T\0 \0/\0\n\0",
        "\0P\0O\0S\0T\0 \0/\0\n"
      })
  void aRequestEndsTheItems(String request) {
    for (int pieces : new int[] {1, 1000}) {
      ItemReader reader = new ItemReader();
      assertThat(reader.feedInPieces(joined(latin1(request), JPEG), pieces).end())
          .containsExactly("http", "end");
    }
  }

  @Test
  void aRequestWhoseFirstLineIsTooLongForALineEndsTheItems() {
    byte[] request = ascii("POST /" + "x".repeat(9000) + " HTTP/1.1\r\nHost: x\r\n\r\nPING\n");
    for (int pieces : new int[] {1, 1000, 20_000}) {
      assertThat(new ItemReader().feedInPieces(request, pieces).end())
          .containsExactly("http", "end");
    }
  }

  @Test
  void aRequestBehindAnImageOrBehindCommandsEndsTheItems() {
    String request = "POST / HTTP/1.1\r\nHost: x\r\n\r\nPING\n";
    assertThat(new ItemReader().feed(JPEG, ascii(request)).end())
        .containsExactly(ItemReader.image("-", JPEG), "http", "end");
    assertThat(withToken().feed("AUTH s3cret\nPING\n" + request).end())
        .containsExactly("command PING", "http", "end");
  }

  @Test
  void aRequestBehindBytesThatAreNoTextEndsTheItems() {
    String request = "\1\2\r\nPOST / HTTP/1.1\r\nHost: x\r\n\r\nPING\n";
    for (int pieces : new int[] {1, 1000}) {
      assertThat(new ItemReader().feedInPieces(latin1(request), pieces).end())
          .containsExactly("refused - UNSUPPORTED_FORMAT", "http", "end");
    }
  }

  @Test
  void whatMightHaveBecomeARequestIsRefusedAtItsEnd() {
    for (int pieces : new int[] {1, 1000}) {
      assertThat(new ItemReader().feedInPieces(ascii("*\t\t"), pieces).end())
          .containsExactly("refused - UNSUPPORTED_FORMAT");
    }
  }

  @Test
  void aTokenThatLooksLikeAPathIsATokenAllTheSame() {
    assertThat(new ItemReader().feed("AUTH /abc+/=\nPING\n").end()).containsExactly("command PING");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: x\nContent-Type: text/plain\nPING\n",
        "odd\n\n\nodd\nPING\n",
        "DRAIN name=a\nDRAIN name=s1\nPING\n",
        "\377\376o\0d\0\n\0odd\nPING\n",
      })
  void ofAStrangerTheSecondRefusedLineEndsTheItems(String lines) {
    for (int pieces : new int[] {1, 1000}) {
      assertThat(new ItemReader().feedInPieces(latin1(lines), pieces).end())
          .hasSize(3)
          .allMatch(item -> item.startsWith("refused line - ") || item.equals("end"))
          .endsWith("end");
    }
  }

  @Test
  void aLineThatIsTooLongIsARefusedLine() {
    String lines = "odd\n" + "x".repeat(9000) + "\nPING\n";
    assertThat(new ItemReader().feed(lines).end())
        .containsExactly("refused line - BAD_COMMAND", "refused line - BAD_COMMAND", "end");
  }

  @Test
  void afterACommandOrAnImageMoreRefusedLinesAreTolerated() {
    String lines = "odd\n".repeat(15) + "PING\n";
    for (byte[] first : List.of(ascii("PING\n"), ascii("SET name=x\n"), JPEG)) {
      assertThat(new ItemReader().feed(first, ascii(lines)).end()).endsWith("command PING");
    }
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n",
        "POST /v1/images HTTP/1.1\r\n",
        "PUT /x HTTP/2\n",
        "get /\n"
      })
  void aRequestIsRecognisedBeforeTheTokenToo(String request) {
    for (int pieces : new int[] {1, 1000}) {
      assertThat(withToken().feedInPieces(joined(ascii(request), JPEG), pieces).end())
          .containsExactly("http", "end");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "G\0", "FOO / HTTP/1.1\n"})
  void whatOnlyLooksLikeARequestNeedsTheToken(String text) {
    for (int pieces : new int[] {1, 1000}) {
      assertThat(withToken().feedInPieces(ascii(text), pieces).end())
          .containsExactly("refused line - UNAUTHORIZED", "end");
    }
  }

  private static ItemReader withToken() {
    return new ItemReader(MasterDefaults.GATEWAY.images(), 1 << 20, Optional.of("s3cret"));
  }
}
