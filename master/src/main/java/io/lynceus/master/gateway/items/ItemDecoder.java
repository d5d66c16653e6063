package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.master.gateway.items.Stage.Step;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the items in the bytes of one connection, whatever pieces they come in. Beside the image
 * that is arriving it holds only bytes that the caller fed and has not drawn the items of. Used by
 * one thread.
 */
public final class ItemDecoder {
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  /** Bytes may be read again so many times over: honest images need once at most. */
  private static final int READ_AGAIN = 4;

  private final ByteBudget budget;
  private Stage stage;
  private ByteBuffer pending = NONE;
  private long fed;
  private long readAgain;
  private long takenForReturned;
  private boolean cutOff;
  private boolean ended;

  public ItemDecoder(ParserContext reception) {
    budget = reception.budget;
    stage = reception.token.required() ? new AwaitingAuth(reception) : new ItemBoundary(reception);
  }

  /**
   * Takes the next bytes, from position to limit. They have to stay as they are until {@link #keep}
   * or {@link #close}.
   */
  public void feed(ByteBuffer bytes) {
    fed += bytes.remaining();
    pending = pending.hasRemaining() ? joined(pending, bytes) : bytes;
  }

  /** Copies what is left of the bytes that were fed last: they are about to be overwritten. */
  public void keep() {
    pending = pending.hasRemaining() ? joined(pending, NONE) : NONE;
  }

  /** The next item, or null when more bytes are needed. */
  public @Nullable Item next() {
    while (true) {
      int before = pending.position();
      Stage stageBefore = stage;
      Step step = stage.advance(pending);
      Item item = accept(step);
      if (item == null && step.next() == stageBefore && pending.position() == before) {
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

  /** What is unfinished is made the best of by {@link #next}; bytes may follow. */
  public void cutOff() {
    cutOff = true;
  }

  /** Like {@link #cutOff}, and no bytes follow. */
  public void end() {
    ended = true;
  }

  public Expectation expectation() {
    return stage.expectation(pending);
  }

  /** Gives back what it holds. Not to be used after. */
  public void close() {
    stage.close();
    pending = NONE;
    giveBackReturned();
  }

  private @Nullable Item accept(Step step) {
    stage = step.next();
    ByteBuffer again = step.returned();
    if (again != null && again.hasRemaining()) {
      readAgain(again, step.readAgain());
    }
    if (!pending.hasRemaining()) {
      pending = NONE;
    }
    giveBackReturned();
    return step.item();
  }

  private void readAgain(ByteBuffer bytes, int charge) {
    readAgain += charge;
    long place = fed - pending.remaining() - bytes.remaining();
    if (readAgain > READ_AGAIN * (place + charge) || !budget.tryTake(bytes.remaining())) {
      stage.close();
      stage = new Ended();
      return;
    }
    takenForReturned += bytes.remaining();
    pending = joined(bytes, pending);
  }

  /** Keeps room only for those returned bytes that may still be pending. */
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
