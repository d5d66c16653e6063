package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.items.ItemDecoder.Expectation;
import io.lynceus.master.gateway.items.framing.AviChunk;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.image.FirstBytes;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An AVI video, at the start of one of its chunks. Its frames are items if they are images (MJPEG);
 * otherwise the video is refused once. Sound and indexes are skipped.
 */
final class AviVideo implements Stage {
  private static final long ENDLESS = Long.MAX_VALUE;

  private final ParserContext context;
  private final Stage after;

  /** Bytes of the current RIFF. */
  private long left;

  private boolean begun;
  private boolean answered;

  AviVideo(ParserContext context, Stage after) {
    this.context = context;
    this.after = after;
  }

  @Override
  public Step advance(ByteBuffer pending) {
    Optional<AviChunk> head = AviChunk.at(pending);
    if (!mayGoOn(pending)) {
      return leave();
    } else if (head.isEmpty()) {
      return Step.to(this);
    }
    AviChunk chunk = head.get();
    if (left <= 0 ? !(begun ? chunk.isLaterRiff() : chunk.isRiff()) : !mayFollow(chunk)) {
      return leave();
    }
    if (chunk.isRiff()) {
      begun = true;
      left = chunk.isSizeUnknown() ? ENDLESS : chunk.size() - 4;
    } else if (chunk.holdsFrames()) {
      use(AviChunk.LIST_HEAD);
    } else {
      return chunk.isFrame() && chunk.size() > 0 ? frame(pending, chunk) : skip(pending, chunk);
    }
    pending.position(pending.position() + AviChunk.LIST_HEAD);
    return Step.to(this);
  }

  /** A chunk of an unknown kind counts if it fits; the next RIFF may come too early. */
  private boolean mayFollow(AviChunk chunk) {
    return chunk.isKnown()
        || chunk.isLaterRiff()
        || (left != ENDLESS && AviChunk.HEAD + chunk.size() <= left);
  }

  /** Between RIFFs, fewer bytes tell whether another one follows. */
  private boolean mayGoOn(ByteBuffer pending) {
    byte[] riff = {'R', 'I', 'F', 'F'};
    for (int i = 0; left <= 0 && i < Math.min(riff.length, pending.remaining()); i++) {
      if (pending.get(pending.position() + i) != riff[i]) {
        return false;
      }
    }
    return true;
  }

  private Step frame(ByteBuffer pending, AviChunk chunk) {
    int head = (int) Math.min(chunk.size(), FirstBytes.ENOUGH);
    if (pending.remaining() < AviChunk.HEAD + head) {
      return Step.to(this);
    }
    ByteBuffer start = pending.slice(pending.position() + AviChunk.HEAD, head);
    if (FirstBytes.of(start) instanceof FirstBytes.Image) {
      answered = true;
      pending.position(pending.position() + AviChunk.HEAD);
      use(AviChunk.HEAD + chunk.paddedSize());
      Stage padding = new Skipping(chunk.size() & 1, this);
      return Step.to(SizedImage.frame(context, chunk.size(), padding));
    }
    Step skipped = skip(pending, chunk);
    return answered ? skipped : Step.to(skipped.next(), refusal());
  }

  private Step skip(ByteBuffer pending, AviChunk chunk) {
    pending.position(pending.position() + AviChunk.HEAD);
    use(AviChunk.HEAD + chunk.paddedSize());
    return Step.to(new Skipping(chunk.paddedSize(), this));
  }

  private void use(long bytes) {
    left = left == ENDLESS ? left : left - bytes;
  }

  private Step leave() {
    return answered ? Step.to(after) : Step.to(after, refusal());
  }

  private Item refusal() {
    answered = true;
    return Item.refused(
        context.defaults().name(),
        RejectionCode.UNSUPPORTED_FORMAT,
        "the AVI video has no frames that are images: make one of MJPEG (ffmpeg -i FILE -c:v mjpeg"
            + " -f mjpeg -)");
  }

  @Override
  public Step cutOff(ByteBuffer pending) {
    if (answered || (begun && left <= 0)) {
      return leave();
    }
    pending.position(pending.limit());
    return Step.to(after, context.cutOff());
  }

  @Override
  public Expectation expectation(ByteBuffer pending) {
    return left > 0 || !begun ? Expectation.REST : Expectation.NOTHING;
  }
}
