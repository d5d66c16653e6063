package io.lynceus.master.gateway.cameras;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.http.BodyReader;
import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.Problems;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.function.Consumer;

/** A body that is a short text. Called on the event loop of the connection. */
final class TextBody implements BodyReader {
  private final HttpExchange exchange;
  private final Problems problems;
  private final int mostBytes;
  private final Consumer<String> whole;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private boolean tooLong;

  /**
   * @param problems makes the refusals of a text that is too long, not whole or not UTF-8
   * @param whole gets the text; responds
   */
  TextBody(HttpExchange exchange, Problems problems, int mostBytes, Consumer<String> whole) {
    this.exchange = exchange;
    this.problems = problems;
    this.mostBytes = mostBytes;
    this.whole = whole;
  }

  @Override
  public void take(ByteBuffer bytes) {
    if (tooLong) {
      return;
    }
    if (body.size() + bytes.remaining() > mostBytes) {
      tooLong = true;
      exchange.respond(
          problems.response(413, "the body has at most " + (mostBytes >> 10) + " KiB"));
      return;
    }
    byte[] piece = new byte[bytes.remaining()];
    bytes.get(piece);
    body.writeBytes(piece);
  }

  @Override
  public void ended() {
    if (tooLong) {
      return;
    }
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      exchange.respond(problems.response(400, "the body is not UTF-8"));
      return;
    }
    whole.accept(text);
  }

  @Override
  public void cutOff() {
    if (!tooLong) {
      exchange.respond(problems.response(400, "the body did not come whole"));
    }
  }
}
