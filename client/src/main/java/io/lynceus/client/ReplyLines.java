package io.lynceus.client;

import io.lynceus.model.ClusterStatus;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.reply.MalformedReplyException;
import io.lynceus.protocol.reply.NumberedReply;
import io.lynceus.protocol.reply.ReplyJson;
import io.lynceus.protocol.reply.StatusJson;

/** The master's lines, read. What cannot be read ends the connection: order is lost. */
final class ReplyLines {
  private ReplyLines() {}

  /** A reply about an image; a refusal for want of the token ends the connection as a whole. */
  static NumberedReply reply(String line) throws ConnectionLostException {
    try {
      NumberedReply reply = ReplyJson.read(line);
      if (reply
          .reply()
          .rejection()
          .filter(r -> r.code() == RejectionCode.UNAUTHORIZED)
          .isPresent()) {
        throw unasked(reply.reply());
      }
      return reply;
    } catch (MalformedReplyException e) {
      throw notAMaster(e);
    }
  }

  /** A status, or the master's refusal to tell it. */
  static ClusterStatus status(String line) throws ConnectionLostException {
    try {
      return StatusJson.read(line);
    } catch (MalformedReplyException e) {
      throw unasked(reply(line).reply());
    }
  }

  /** The loss that a reply means which answers no image: a refusal of the whole connection. */
  static ConnectionLostException unasked(Reply reply) {
    return reply
        .rejection()
        .map(ConnectionLostException::new)
        .orElseGet(
            () -> new ConnectionLostException("the master sent a reply too many", null, true));
  }

  private static ConnectionLostException notAMaster(MalformedReplyException cause) {
    return new ConnectionLostException(
        "what answers there is no Lynceus master, or a newer one: " + cause.getMessage(),
        cause,
        true);
  }
}
