package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.master.gateway.access.Grant;
import io.lynceus.master.gateway.items.Stage.Step;
import io.lynceus.master.gateway.items.archive.Unpacked;
import io.lynceus.model.Ask;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of one connection into items, independently of the pieces in which they come. It
 * holds the image that is arriving, and the fed bytes whose items the caller has not yet taken.
 * Used by one thread.
 */
public final class ItemDecoder {

  /** What the client still has to send. */
  public enum Expectation {
    /** Nothing: the connection is between items. */
    NOTHING,
    /** Possibly nothing: the item is whole, but only the next bytes can show that it has ended. */
    POSSIBLY_MORE,
    /** The rest of an item. */
    REST
  }

  /** After unpacking this much without an item, it lets other connections work. */
  private static final long UNPACKED_AT_A_TIME = 1 << 20;

  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  /** Re-read at most 4 bytes per byte received; a well-formed stream never needs more than 1. */
  private static final int MAX_REREAD_RATIO = 4;

  /** Stages change without reading some times in a row, never this often: it would be for ever. */
  private static final int MOST_IDLE_STEPS = 100;

  private final ParserContext context;
  private final ByteBudget budget;
  private final Unpacked unpacked;
  private Stage stage;
  private ByteBuffer pending = NONE;
  private long fed;
  private long reread;
  private long takenForReturned;
  private boolean cutOff;
  private boolean ended;
  private boolean pausing;

  public ItemDecoder(ParserContext context) {
    this(context, context.token.required() ? new AwaitingAuth(context) : new ItemBoundary(context));
  }

  ItemDecoder(ParserContext context, Stage first) {
    this.context = context;
    budget = context.budget;
    unpacked = context.unpacked;
    stage = first;
  }

  /**
   * Takes the next bytes, from position to limit. They must not change until {@link #keep} or
   * {@link #close}.
   */
  public void feed(ByteBuffer bytes) {
    fed += bytes.remaining();
    pending = pending.hasRemaining() ? joined(pending, bytes) : bytes;
  }

  /** Copies what is left of the fed bytes, because the caller is about to reuse their buffer. */
  public void keep() {
    pending = pending.hasRemaining() ? joined(pending, NONE) : NONE;
  }

  /** The next item, or null when more bytes are needed, or when {@link #isPausing}. */
  public @Nullable Item next() {
    long start = unpacked.bytes();
    int idleSteps = 0;
    pausing = false;
    while (true) {
      int before = pending.position();
      long unpackedBefore = unpacked.bytes();
      Stage stageBefore = stage;
      Step step = stage.advance(pending);
      Item item = accept(step);
      boolean idle = pending.position() == before && unpacked.bytes() == unpackedBefore;
      idleSteps = idle ? idleSteps + 1 : 0;
      if (idleSteps > MOST_IDLE_STEPS) {
        throw new IllegalStateException("a client's bytes are read without end: a fault of ours");
      }
      if (item == null && unpacked.bytes() > unpackedBefore) {
        pausing = unpacked.bytes() - start >= UNPACKED_AT_A_TIME;
        if (pausing) {
          return null;
        }
      } else if (item == null && step.next() == stageBefore && pending.position() == before) {
        if (!cutOff && !ended) {
          return null;
        }
        cutOff = false;
        item = accept(stage.cutOff(pending));
        if (item == null && stage == stageBefore && pending.position() == before) {
          return null;
        }
      }
      if (item != null) {
        return item;
      }
    }
  }

  /** What the client may do after the latest item. */
  public Grant grant() {
    return context.grant();
  }

  /** Whether {@link #next} has more to do, after others have had their turn. */
  public boolean isPausing() {
    return pausing;
  }

  /**
   * Makes {@link #next} bring the unfinished item, as a whole or as a refusal; bytes may follow.
   */
  public void cutOff() {
    cutOff = true;
  }

  /** Like {@link #cutOff}, and no bytes follow. */
  public void end() {
    ended = true;
  }

  /** What the client still has to send at this point. */
  public Expectation expectation() {
    return stage.expectation(pending);
  }

  /** What the client asks of the image that is arriving, as far as it has told. */
  public Ask arriving() {
    return stage.arriving().orElse(Ask.DEFAULT);
  }

  /** Bytes so far that have been looked at, or were unpacked from those. */
  public long read() {
    return fed - pending.remaining() + unpacked.bytes();
  }

  /** Releases all memory. Must not be used afterwards. */
  public void close() {
    stage.close();
    pending = NONE;
    giveBackReturned();
  }

  private @Nullable Item accept(Step step) {
    stage = step.next();
    ByteBuffer returned = step.returned();
    if (returned != null && returned.hasRemaining()) {
      putBack(returned, step.reread());
    }
    if (!pending.hasRemaining()) {
      pending = NONE;
    }
    giveBackReturned();
    return step.item();
  }

  private void putBack(ByteBuffer bytes, int charge) {
    reread += charge;
    long place = fed - pending.remaining() - bytes.remaining();
    if (reread > MAX_REREAD_RATIO * (place + charge) || !budget.tryTake(bytes.remaining())) {
      stage.close();
      stage = Stage.ENDED;
      return;
    }
    takenForReturned += bytes.remaining();
    pending = joined(bytes, pending);
  }

  /** Frees the budget of returned bytes that are no longer pending. */
  private void giveBackReturned() {
    long unused = Math.max(0, takenForReturned - pending.remaining());
    budget.giveBack(unused);
    takenForReturned -= unused;
  }

  private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
    ByteBuffer both = ByteBuffer.allocate(first.remaining() + second.remaining());
    return both.put(first).put(second.duplicate()).flip();
  }
}
