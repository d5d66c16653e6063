package io.lynceus.common.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A response in HTTP/2 (RFC 9113) for clients that speak nothing else. They send their first
 * request, which is always that of stream 1, before they have read anything.
 *
 * <pre>
 * SETTINGS  HEADERS :status 505  DATA with the body  GOAWAY with HTTP_1_1_REQUIRED
 * </pre>
 */
public final class Http2Refusal {
  /** How a client's bytes begin (3.4): the first word, and the line. */
  static final String PREFACE = "PRI";

  public static final String PREFACE_LINE = "PRI * HTTP/2.0";

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int HTTP_1_1_REQUIRED = 13;

  /** Its length takes 7 bits, as all numbers here, so that a text can carry them. */
  private static final int MOST_DATA = 127;

  /** Indices of names in HPACK's static table, of 4 bits, and of 4 and 8 (RFC 7541, A and 5.1). */
  private static final byte[] STATUS = {0x08};

  private static final byte[] CONTENT_TYPE = {0x0f, 31 - 0x0f};

  private Http2Refusal() {}

  /**
   * The bytes for the connection.
   *
   * @param response its body has less than 16 KiB
   */
  static ByteBuf of(HttpResponse response) {
    ByteBuf body = Unpooled.wrappedBuffer(response.body().duplicate());
    return frames(response.status(), response.type(), body);
  }

  /**
   * The same for a port that answers in texts: each character is a byte, and ASCII.
   *
   * @param type of the body, as {@code Content-Type} has it
   * @param body ASCII; what is not becomes a question mark
   */
  public static String text(int status, String type, String body) {
    return frames(status, type, Unpooled.wrappedBuffer(body.getBytes(US_ASCII))).toString(US_ASCII);
  }

  private static ByteBuf frames(int status, String type, ByteBuf body) {
    ByteBuf headers = Unpooled.buffer();
    header(headers, STATUS, Integer.toString(status));
    header(headers, CONTENT_TYPE, type);
    ByteBuf all = Unpooled.buffer();
    frame(all, SETTINGS, 0, 0, Unpooled.EMPTY_BUFFER);
    frame(all, HEADERS, END_HEADERS, 1, headers);
    while (body.readableBytes() > MOST_DATA) {
      frame(all, DATA, 0, 1, body.readSlice(MOST_DATA));
    }
    frame(all, DATA, END_STREAM, 1, body);
    frame(all, GOAWAY, 0, 0, Unpooled.buffer().writeInt(1).writeInt(HTTP_1_1_REQUIRED));
    return all;
  }

  /** A header that no table is to remember (RFC 7541, 6.2.2). */
  private static void header(ByteBuf into, byte[] name, String value) {
    into.writeBytes(name).writeByte(value.length()).writeBytes(value.getBytes(US_ASCII));
  }

  private static void frame(ByteBuf into, int type, int flags, int stream, ByteBuf payload) {
    into.writeMedium(payload.readableBytes()).writeByte(type).writeByte(flags).writeInt(stream);
    into.writeBytes(payload);
  }
}
