package io.lynceus.protocol.reply;

import io.lynceus.model.Reply;

/**
 * A reply as it came over a connection.
 *
 * @param seq number of its image on the connection, from 1; 0 for what is no image's
 */
public record NumberedReply(long seq, Reply reply) {}
