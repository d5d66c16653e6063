package io.lynceus.master.outlets;

import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.protocol.message.Thumbnail;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A reply that a client has been given.
 *
 * @param ask what the client asked
 * @param reply with the task's id, the image's hash, and the still's camera and time
 * @param file the image's file, from position to limit, read-only; present if the outlet needs it
 * @param thumbnail a small copy of the picture, which a slave has made; empty if the outlet does
 *     not need it, and if none came: the picture cannot be decoded, no slave was there, or the
 *     slave that had it was lost
 */
public record GivenReply(
    Ask ask, Reply reply, Optional<ByteBuffer> file, Optional<Thumbnail> thumbnail) {}
