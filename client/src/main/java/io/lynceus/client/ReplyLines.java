package io.lynceus.client;

import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.reply.MalformedReplyException;
import io.lynceus.protocol.reply.NumberedReply;
import io.lynceus.protocol.reply.ReplyJson;

/**
 * Reads the master's lines. A line that cannot be read ends the connection, since later replies
 * could no longer be matched to their images.
 */
final class ReplyLines {
  /** The characters of a stranger's line that are shown. */
  private static final int SHOWN = 60;

  /** What the master says there to who sends a line. */
  private static final String PORT_FOR_SLAVES = "this is the port for slaves:";

  private ReplyLines() {}

  /** Reads an image's reply; a refusal of the whole connection ends it. */
  static NumberedReply reply(String line) throws ConnectionLostException {
    try {
      NumberedReply reply = ReplyJson.read(line);
      if (reply.reply().rejection().filter(ReplyLines::isOfTheConnection).isPresent()) {
        throw unasked(reply.reply());
      }
      return reply;
    } catch (MalformedReplyException e) {
      throw notAMaster(line, e);
    }
  }

  /** Whether a token is missing, or this is the port for slaves: no image gets another reply. */
  private static boolean isOfTheConnection(Rejection refusal) {
    return refusal.code() == RejectionCode.UNAUTHORIZED
        || refusal.message().startsWith(PORT_FOR_SLAVES);
  }

  /** Reads the answer to a question. */
  interface Reader<T> {
    T read(String line) throws MalformedReplyException;
  }

  /** Reads the answer to a question, or throws the master's refusal. */
  static <T> T answer(String line, Reader<T> reader) throws ConnectionLostException {
    try {
      return reader.read(line);
    } catch (MalformedReplyException e) {
      throw unasked(reply(line).reply());
    }
  }

  /** The loss that an unexpected reply means: the master refuses the whole connection. */
  static ConnectionLostException unasked(Reply reply) {
    return reply
        .rejection()
        .map(ConnectionLostException::new)
        .orElseGet(
            () ->
                new ConnectionLostException(
                    "the master sent more replies than images", null, true));
  }

  private static ConnectionLostException notAMaster(String line, MalformedReplyException cause) {
    if (line.startsWith("HTTP/")) {
      return new ConnectionLostException(
          "this is an HTTP port: images and commands go to the task port, 7070 unless the master's"
              + " tasks.port says otherwise",
          cause,
          true);
    }
    String start = line.substring(0, Math.min(line.length(), SHOWN)).replaceAll("[^ -~]", "?");
    return new ConnectionLostException(
        "this is not the task port of a Lynceus master, or the master is newer: it sent '"
            + start
            + "'",
        cause,
        true);
  }
}
