package io.lynceus.master.gateway.taskport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.protocol.reply.ReplyJson;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/** Lines of JSON that belong to no image, and the bytes of lines. */
final class Lines {
  /** The reply to {@code PING}. */
  static final String PONG = "{\"pong\":true}";

  private Lines() {}

  static String refusal(Rejection rejection) {
    return ReplyJson.write(0, Reply.rejected(Optional.empty(), rejection));
  }

  /** A line's bytes, with its line feed. */
  static ByteBuf encode(String line) {
    return Unpooled.wrappedBuffer((line + '\n').getBytes(UTF_8));
  }
}
