package io.lynceus.master.gateway.taskport;

import io.lynceus.master.dispatch.TaskIntake.Ticket;
import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.GatewayLimits;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.master.gateway.WrongPort;
import io.lynceus.master.gateway.access.Grant;
import io.lynceus.master.gateway.items.Command;
import io.lynceus.master.gateway.items.Item;
import io.lynceus.master.gateway.taskport.ReplyQueue.Place;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.reply.CamerasJson;
import io.lynceus.protocol.reply.LabelsJson;
import io.lynceus.protocol.reply.QuarantineJson;
import io.lynceus.protocol.reply.ReplyJson;
import io.lynceus.protocol.reply.StatusJson;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns the items of one connection into lines of JSON, one for each image, command with a result,
 * and refusal, in the order of the items. Used by the connection's thread only.
 */
final class ReplySequencer {
  private final Gateway gateway;
  private final ByteBudget budget;
  private final Supplier<Grant> grant;
  private final Executor thread;
  private final Runnable onLine;
  private final ReplyQueue lines = new ReplyQueue();
  private final Map<Place, Ticket> tickets = new HashMap<>();
  private final PassedOverLog passedOver;
  private long lastSeq;
  private long heldBytes;
  private long unsentBytes;
  private long unwritten;
  private long told;
  private boolean streaming;
  private boolean over;
  private boolean cancelled;

  /**
   * @param budget of the connection
   * @param grant what the client may do now
   * @param thread runs tasks on the connection's thread, later
   * @param onLine called on that thread when a line has been completed after {@link #take} returned
   */
  ReplySequencer(
      Gateway gateway, ByteBudget budget, Supplier<Grant> grant, Executor thread, Runnable onLine) {
    this.gateway = gateway;
    this.budget = budget;
    this.grant = grant;
    this.thread = thread;
    this.onLine = onLine;
    this.passedOver = new PassedOverLog(gateway.admission().passedOver());
  }

  void take(Item item) {
    if (item instanceof Item.Image image) {
      analyze(image);
    } else if (item instanceof Item.Refused refused) {
      Ask ask = Ask.DEFAULT.withName(refused.name()).withId(refused.id());
      Reply reply = Reply.rejected(ask, refused.rejection());
      long seq = 0;
      if (refused.counted()) {
        seq = ++lastSeq;
        gateway.intake().refused(refused.rejection().code());
      }
      tell(lines.reserve(), ReplyJson.write(seq, reply));
    } else if (item instanceof Item.PassedOver passed) {
      gateway.admission().passedOver().count(passed.bytes());
      passedOver.passedOver(lastSeq, passed.bytes());
    } else if (item instanceof Command.Plain plain) {
      execute(plain.word());
    } else if (item instanceof Command.AskStatus ask) {
      completeLater(
          lines.reserve(),
          ask.target()
              .map(gateway::status)
              .orElseGet(gateway::status)
              .thenApply(StatusJson::write));
    } else if (item instanceof Command.Drain drain) {
      drain(drain, lines.reserve());
    } else if (item instanceof Command.AskQuarantine) {
      completeLater(
          lines.reserve(), gateway.intake().quarantined().thenApply(QuarantineJson::quarantined));
    } else if (item instanceof Command.ClearQuarantine clear) {
      clear(clear.hash(), lines.reserve());
    } else if (item instanceof Item.HttpRequest request) {
      String sentence = gateway.ports().atTaskPort();
      fill(
          lines.reserve(),
          request.version2()
              ? WrongPort.http2Answer(sentence)
              : WrongPort.httpAnswer(sentence).stripTrailing());
      over = true;
    } else {
      over = true;
    }
  }

  /** The next line to be sent; null while it is not complete. */
  @Nullable String nextLine() {
    String line = lines.poll();
    if (line != null) {
      unwritten += line.length();
    }
    return line;
  }

  /** The system has taken a line, or the connection is closed: the line takes no more memory. */
  void sent(String line) {
    unwritten -= line.length();
    if (!cancelled) {
      unsentBytes -= line.length();
      budget.giveBack(line.length());
    }
  }

  /** Whether an image of this connection is in analysis. */
  boolean isWorking() {
    return !tickets.isEmpty();
  }

  /** Whether a line is due to the client: not complete, or not yet sent. */
  boolean isDue() {
    return lines.size() > 0 || unwritten > 0;
  }

  /** Characters of the lines that {@link #nextLine} has returned and that are not yet sent. */
  long unwritten() {
    return unwritten;
  }

  /** Characters of lines about no image that was analysed, since this was asked last. */
  long takeTold() {
    long since = told;
    told = 0;
    return since;
  }

  /** Whether the window is full of lines or images that are due: no further item is taken. */
  boolean isFull() {
    GatewayLimits limits = gateway.config().limits();
    return lines.size() >= limits.windowItems() || heldBytes >= limits.windowBytes();
  }

  /** Whether the client has asked to keep the connection open. */
  boolean isStreaming() {
    return streaming;
  }

  /** Whether no further item is taken: the client has quit, or its bytes make no sense. */
  boolean isOver() {
    return over;
  }

  /** Cancels the analyses: the client is gone. */
  void cancel() {
    cancelled = true;
    tickets.values().forEach(Ticket::cancel);
    tickets.clear();
    budget.giveBack(heldBytes + unsentBytes);
    heldBytes = 0;
    unsentBytes = 0;
  }

  private void analyze(Item.Image image) {
    Ask ask = grant.get().counted(image.ask());
    int bytes = image.file().remaining();
    Optional<String> refusal = grant.get().refusalOf(ask);
    if (refusal.isPresent()) {
      budget.giveBack(bytes);
      take(Item.refused(ask, new Rejection(RejectionCode.UNAUTHORIZED, refusal.get())));
      return;
    }
    long seq = ++lastSeq;
    heldBytes += bytes;
    Place place = lines.reserve();
    Ticket ticket =
        gateway
            .admission()
            .admit(
                ask,
                image.header(),
                image.file(),
                image.sha256(),
                reply -> thread.execute(() -> replied(place, bytes, seq, reply)));
    tickets.put(place, ticket);
  }

  private void replied(Place place, int bytes, long seq, Reply reply) {
    if (cancelled) {
      return;
    }
    tickets.remove(place);
    passedOver.replied(seq, reply.id());
    heldBytes -= bytes;
    budget.giveBack(bytes);
    complete(place, ReplyJson.write(seq, reply));
  }

  private void execute(Command.Word word) {
    switch (word) {
      case PING -> tell(lines.reserve(), Lines.PONG);
      case HELP -> tell(lines.reserve(), Help.line(gateway.intake().catalog()));
      case LABELS ->
          completeLater(lines.reserve(), gateway.intake().labels().thenApply(LabelsJson::write));
      case CAMERAS -> tell(lines.reserve(), CamerasJson.write(gateway.cameras().status()));
      case STREAM -> streaming = true;
      case QUIT -> over = true;
    }
  }

  private void drain(Command.Drain drain, Place place) {
    String name = drain.slave();
    completeLater(
        place,
        gateway
            .drain(name, drain.draining())
            .thenApply(
                status ->
                    status.map(StatusJson::write).orElseGet(() -> Lines.refusal(noSlave(name)))));
  }

  private void clear(String hash, Place place) {
    completeLater(
        place,
        gateway
            .intake()
            .clear(hash)
            .thenApply(
                clearing ->
                    Refusals.of(hash, clearing)
                        .map(Lines::refusal)
                        .orElseGet(() -> QuarantineJson.cleared(clearing.found()))));
  }

  /** Dispatch has no state to tell only while the master shuts down. */
  private void completeLater(Place place, CompletableFuture<String> line) {
    var unused =
        line.exceptionally(failure -> Lines.refusal(Refusals.SHUTTING_DOWN))
            .thenAccept(
                text ->
                    thread.execute(
                        () -> {
                          told += text.length();
                          complete(place, text);
                        }));
  }

  private static Rejection noSlave(String name) {
    return new Rejection(
        RejectionCode.BAD_COMMAND,
        "no slave with the name '" + name + "' is connected: STATUS lists those that are");
  }

  private void complete(Place place, String line) {
    if (!cancelled) {
      fill(place, line);
      onLine.run();
    }
  }

  /** Completes the place of a line about no image that was analysed. */
  private void tell(Place place, String line) {
    told += line.length();
    fill(place, line);
  }

  private void fill(Place place, String line) {
    unsentBytes += line.length();
    budget.take(line.length());
    place.fill(line);
  }
}
