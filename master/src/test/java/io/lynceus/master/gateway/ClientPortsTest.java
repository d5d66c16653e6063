package io.lynceus.master.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientPortsTest {
  private final ClientPorts ports = new ClientPorts();

  @Test
  void eachPortNamesTheOthers() {
    assertThat(ports.atTaskPort()).endsWith("HTTP is on another port");
    ports.tasksOpened(7070);
    ports.httpOpened(7080);
    assertThat(ports.atTaskPort()).contains("this is the task port").endsWith("HTTP is on 7080");
    assertThat(ports.atHttpPort()).contains("this is the HTTP port").endsWith("is 7070");
    assertThat(ports.atSlavesPort())
        .contains("this is the port for slaves", "the task port, 7070,", "HTTP requests to 7080");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\n", "POST /a/path/that/is/long"})
  void anHttpClientIsAnsweredInItsProtocol(String start) {
    String body =
        "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
            + "\"detail\":\"wröng\",\"code\":\"BAD_COMMAND\"}\n";
    assertThat(WrongPort.answer(bytes(start), "wröng", "other"))
        .startsWith("HTTP/1.1 400 Bad Request\r\n")
        .contains("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n")
        .endsWith("\r\n\r\n" + body);
  }

  /** As in RFC 9113: SETTINGS, HEADERS, DATA in pieces, GOAWAY. */
  @Test
  void aClientOfHttp2IsAnsweredInItsProtocol() {
    String sentence = "wrong ".repeat(60).strip();
    String answer = WrongPort.answer(bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), sentence, "other");

    assertThat(answer).containsOnlyOnce("\0\0\0\4").matches("(?s)\\p{ASCII}*");
    StringBuilder body = new StringBuilder();
    List<Integer> types = new ArrayList<>();
    for (int at = 0; at < answer.length(); ) {
      int length = answer.charAt(at + 1) << 8 | answer.charAt(at + 2);
      types.add((int) answer.charAt(at + 3));
      if (answer.charAt(at + 3) == 0) {
        body.append(answer, at + 9, at + 9 + length);
      }
      at += 9 + length;
    }
    assertThat(types).startsWith(4, 1, 0, 0, 0).endsWith(0, 7);
    assertThat(body.toString()).startsWith("{\"type\"").contains(sentence).endsWith("}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"STATUS\n", "SET name=x\n", "\u00ff\u00d8\u00ff", "", "PING\n"})
  void othersAreAnsweredByALine(String start) {
    assertThat(WrongPort.answer(bytes(start), "to http", "wrong"))
        .startsWith("{\"seq\":0,")
        .contains("\"code\":\"BAD_COMMAND\",\"message\":\"wrong\"")
        .endsWith("}\n");
  }

  private static ByteBuffer bytes(String latin1) {
    return ByteBuffer.wrap(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }
}
