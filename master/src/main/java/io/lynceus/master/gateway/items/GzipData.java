package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.items.ItemDecoder.Expectation;
import io.lynceus.master.gateway.items.ParserContext.Source;
import io.lynceus.master.gateway.items.archive.GzipHeader;
import io.lynceus.master.gateway.items.archive.Inflated;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.image.RefusedImageException;
import io.lynceus.model.image.RefusedImageException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Data packed by gzip (RFC 1952): members that follow each other and are one stream of items, such
 * as a tar archive. The stream is damaged if a member's checksum is wrong.
 */
final class GzipData implements Stage {
  private static final int MAGIC = 0x1f8b;

  private final ParserContext context;
  private final Stage after;
  private final InnerItems items;
  private @Nullable Inflated member;
  private int members;
  private boolean finishing;
  private boolean cut;

  GzipData(ParserContext context, Stage after) {
    this.context = context;
    this.after = after;
    this.items = new InnerItems(context, Source.PACKED, context.defaults());
  }

  @Override
  public Step advance(ByteBuffer pending) {
    if (finishing) {
      return finish();
    }
    try {
      if (member == null) {
        return enterMember(pending);
      }
      Item item = items.advance(pending, member);
      if (item == null && items.isOver()) {
        close();
        return Step.to(ENDED);
      }
      return item == null && member.ended() ? leaveMember(member, pending) : Step.to(this, item);
    } catch (RefusedImageException e) {
      close();
      return Step.to(ENDED, Item.refused(context.defaults(), Rejection.of(e)));
    }
  }

  private Step enterMember(ByteBuffer pending) throws RefusedImageException {
    if (members > 0 && pending.hasRemaining() && !mayBeMember(pending)) {
      finishing = true;
      items.end();
      return finish();
    }
    Optional<GzipHeader> header = GzipHeader.read(pending);
    if (header.isPresent()) {
      pending.position(pending.position() + header.get().length());
      if (context.defaults().name().isEmpty()) {
        header.get().name().ifPresent(items::setName);
      }
      member = new Inflated(context.unpacked);
      members++;
    }
    return Step.to(this);
  }

  private static boolean mayBeMember(ByteBuffer pending) {
    return pending.get(pending.position()) == (byte) (MAGIC >> 8)
        && (pending.remaining() == 1 || pending.get(pending.position() + 1) == (byte) MAGIC);
  }

  private Step leaveMember(Inflated ended, ByteBuffer pending) throws RefusedImageException {
    if (pending.remaining() < GzipHeader.TRAILER) {
      return Step.to(this);
    }
    byte[] trailer = new byte[GzipHeader.TRAILER];
    pending.get(trailer);
    ByteBuffer told = ByteBuffer.wrap(trailer).order(ByteOrder.LITTLE_ENDIAN);
    if (told.getInt() != (int) ended.checksum() || told.getInt() != (int) ended.bytes()) {
      throw new RefusedImageException(
          Reason.CORRUPT, "the checksum of the gzip data is wrong: it is damaged, pack it again");
    }
    ended.close();
    member = null;
    return Step.to(this);
  }

  private Step finish() {
    Item item = items.next();
    if (item != null) {
      return Step.to(this, item);
    }
    boolean unanswered = cut && !items.isRefusedAsCut();
    close();
    return Step.to(after, unanswered ? context.cutOff() : null);
  }

  @Override
  public Step cutOff(ByteBuffer pending) {
    pending.position(pending.limit());
    finishing = true;
    cut = member != null || members == 0;
    if (cut) {
      items.cutOff();
    } else {
      items.end();
    }
    return finish();
  }

  @Override
  public Expectation expectation(ByteBuffer pending) {
    return member != null || members == 0 ? Expectation.REST : items.expectation();
  }

  @Override
  public void close() {
    items.close();
    if (member != null) {
      member.close();
      member = null;
    }
  }
}
