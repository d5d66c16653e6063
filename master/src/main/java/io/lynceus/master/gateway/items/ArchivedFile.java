package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.items.ParserContext.Source;
import io.lynceus.master.gateway.items.archive.Unpacker;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.image.RefusedImageException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A file of an archive. Exactly its bytes are consumed, whatever they contain. */
final class ArchivedFile implements Stage {

  /** Where the archive goes on. */
  interface Continuation {
    /** After the file's last byte. */
    Stage after(Unpacker file);

    /**
     * In a file that cannot be unpacked.
     *
     * @param consumed bytes of the archive so far
     */
    default Stage inside(long consumed) {
      return ENDED;
    }
  }

  private final Ask ask;
  private final Unpacker unpacker;
  private final Continuation continuation;
  private final InnerItems items;
  private long consumed;
  private boolean ended;
  private boolean cut;
  private boolean closed;

  ArchivedFile(ParserContext context, Ask ask, Unpacker unpacker, Continuation continuation) {
    this.ask = ask;
    this.unpacker = unpacker;
    this.continuation = continuation;
    this.items = new InnerItems(context, Source.FILE, ask);
  }

  @Override
  public Step advance(ByteBuffer pending) {
    if (ended) {
      return finish();
    }
    int before = pending.position();
    @Nullable Item item;
    try {
      item = items.advance(pending, unpacker);
    } catch (RefusedImageException e) {
      consumed += pending.position() - before;
      close();
      return Step.to(continuation.inside(consumed), Item.refused(ask, Rejection.of(e)));
    }
    consumed += pending.position() - before;
    if (item == null && unpacker.ended()) {
      ended = true;
      items.end();
      return finish();
    }
    return Step.to(this, item);
  }

  private Step finish() {
    Item item = items.next();
    if (item != null) {
      return Step.to(this, item);
    }
    close();
    return Step.to(cut ? new Skipping(Long.MAX_VALUE, ENDED) : continuation.after(unpacker));
  }

  @Override
  public Step cutOff(ByteBuffer pending) {
    pending.position(pending.limit());
    ended = true;
    cut = true;
    items.cutOff();
    return finish();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      items.close();
      unpacker.close();
    }
  }
}
