package io.lynceus.master.gateway.taskport;

import io.lynceus.master.dispatch.TaskIntake.Ticket;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.GatewayLimits;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.master.gateway.items.Command;
import io.lynceus.master.gateway.items.Item;
import io.lynceus.master.gateway.taskport.ReplyQueue.Place;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.reply.ReplyJson;
import io.lynceus.protocol.reply.StatusJson;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Answers the items of one connection: a line for each image, question and refusal, in their order.
 * Used by the connection's thread only.
 */
final class ReplySequencer {
  private static final String PONG = "{\"pong\":true}";

  private final Gateway gateway;
  private final Executor thread;
  private final Runnable onAnswer;
  private final ReplyQueue answers = new ReplyQueue();
  private final Map<Place, Ticket> tickets = new HashMap<>();
  private long lastSeq;
  private long heldBytes;
  private long unsentBytes;
  private boolean streaming;
  private boolean over;
  private boolean cancelled;

  /**
   * @param thread runs what it is given on the connection's thread, later
   * @param onAnswer called on that thread when a line has been completed since {@link #take}
   */
  ReplySequencer(Gateway gateway, Executor thread, Runnable onAnswer) {
    this.gateway = gateway;
    this.thread = thread;
    this.onAnswer = onAnswer;
  }

  void take(Item item) {
    if (item instanceof Item.Image image) {
      analyse(image);
    } else if (item instanceof Item.Refused refused) {
      Reply reply = Reply.rejected(refused.name(), refused.rejection());
      long seq = 0;
      if (refused.counted()) {
        seq = ++lastSeq;
        gateway.intake().refused(refused.rejection().code());
      }
      fill(answers.reserve(), ReplyJson.write(seq, reply));
    } else if (item instanceof Item.PlainCommand plain) {
      answer(plain.word());
    } else if (item instanceof Item.Drain drain) {
      drain(drain, answers.reserve());
    } else {
      over = true;
    }
  }

  /** The line that is to be sent next, or null while it is not complete. */
  @Nullable String nextLine() {
    return answers.poll();
  }

  /** A line that was given out has been sent: it takes no more memory. */
  void sent(String line) {
    if (!cancelled) {
      unsentBytes -= line.length();
      gateway.budget().giveBack(line.length());
    }
  }

  /** Whether an image of this connection is being analysed. */
  boolean isWorking() {
    return !tickets.isEmpty();
  }

  /** Whether all lines have been given out. */
  boolean owesNothing() {
    return answers.size() == 0;
  }

  /** Whether so much is owed that nothing more should be taken. */
  boolean isFull() {
    GatewayLimits limits = gateway.config().limits();
    return answers.size() >= limits.windowItems() || heldBytes >= limits.windowBytes();
  }

  /** Whether the client has asked to keep the connection open. */
  boolean isStreaming() {
    return streaming;
  }

  /** Whether nothing more is to be taken: the client has said so, or its bytes make no sense. */
  boolean isOver() {
    return over;
  }

  /** The client is gone: gives up what is not answered. */
  void cancel() {
    cancelled = true;
    tickets.values().forEach(Ticket::cancel);
    tickets.clear();
    gateway.budget().giveBack(heldBytes + unsentBytes);
    heldBytes = 0;
    unsentBytes = 0;
  }

  private void analyse(Item.Image image) {
    long seq = ++lastSeq;
    int bytes = image.file().remaining();
    heldBytes += bytes;
    Place place = answers.reserve();
    Ticket ticket =
        gateway
            .admission()
            .admit(
                image.ask(),
                image.file(),
                reply -> thread.execute(() -> answered(place, bytes, seq, reply)));
    tickets.put(place, ticket);
  }

  private void answered(Place place, int bytes, long seq, Reply reply) {
    if (cancelled) {
      return;
    }
    tickets.remove(place);
    heldBytes -= bytes;
    gateway.budget().giveBack(bytes);
    complete(place, ReplyJson.write(seq, reply));
  }

  private void answer(Command.Word word) {
    switch (word) {
      case PING -> fill(answers.reserve(), PONG);
      case HELP -> fill(answers.reserve(), Help.line(gateway.intake().catalog()));
      case STATUS -> answer(answers.reserve(), gateway.status().thenApply(StatusJson::write));
      case STREAM -> streaming = true;
      case QUIT -> over = true;
    }
  }

  private void drain(Item.Drain drain, Place place) {
    String name = drain.slave();
    answer(
        place,
        gateway
            .drain(name, drain.draining())
            .thenApply(
                status -> status.map(StatusJson::write).orElseGet(() -> line(noSlave(name)))));
  }

  /** Dispatch has no state to tell only when it is at its end. */
  private void answer(Place place, CompletableFuture<String> line) {
    var unused =
        line.exceptionally(failure -> line(Refusals.SHUTTING_DOWN))
            .thenAccept(told -> thread.execute(() -> complete(place, told)));
  }

  private static String line(Rejection rejection) {
    return ReplyJson.write(0, Reply.rejected(Optional.empty(), rejection));
  }

  private static Rejection noSlave(String name) {
    return new Rejection(
        RejectionCode.BAD_COMMAND,
        "no slave of the name '" + name + "' is connected: STATUS names those that are");
  }

  private void complete(Place place, String line) {
    if (!cancelled) {
      fill(place, line);
      onAnswer.run();
    }
  }

  private void fill(Place place, String line) {
    unsentBytes += line.length();
    gateway.budget().take(line.length());
    place.fill(line);
  }
}
