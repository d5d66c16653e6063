package io.lynceus.master.gateway.compat;

import io.lynceus.common.http.BodyReader;
import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.HttpResponse;
import io.lynceus.master.dispatch.TaskIntake.Ticket;
import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.access.Grant;
import io.lynceus.master.gateway.items.ImageBuffer;
import io.lynceus.master.gateway.items.OneImage;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.image.RefusedImageException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request with a picture, from the first byte of its body to the last of its response. The
 * server calls one method at a time, on the event loop of the connection; the line and dispatch
 * call what the picture needs of them.
 */
final class CompatUpload implements BodyReader {
  private static final String API_KEY = "api_key";

  private final CompatDesk desk;
  private final HttpExchange exchange;
  private final Question question;
  private final CompatForm form;
  private final ByteBudget budget;
  private final AtomicInteger heldBytes = new AtomicInteger();
  private final AtomicBoolean gone = new AtomicBoolean();
  private final AtomicBoolean submitted = new AtomicBoolean();
  private final AtomicReference<@Nullable Ticket> ticket = new AtomicReference<>();
  private final AtomicReference<BusyLine.@Nullable Waiting> place = new AtomicReference<>();
  private Optional<Grant> grant;
  private volatile @Nullable Picture picture;
  private long taken;

  /** What follows in the body means nothing. */
  private boolean whole;

  /**
   * What the path and the header ask.
   *
   * @param network that the path names, if it does
   * @param grant what the client may do, if the header or the settings tell
   */
  record Question(Endpoint endpoint, Optional<String> network, Optional<Grant> grant) {}

  /**
   * A whole picture on its way to dispatch.
   *
   * @param sha256 of its bytes
   * @param since when it was whole, of {@code System.nanoTime}
   */
  private record Picture(Ask ask, OneImage one, ByteBuffer file, String sha256, long since) {}

  CompatUpload(
      CompatDesk desk,
      HttpExchange exchange,
      Question question,
      CompatForm form,
      ByteBudget budget) {
    this.desk = desk;
    this.exchange = exchange;
    this.question = question;
    this.form = form;
    this.budget = budget;
    grant = question.grant();
    var unused = exchange.ended().thenRun(this::release);
  }

  @Override
  public void take(ByteBuffer bytes) {
    if (whole) {
      return;
    }
    taken += bytes.remaining();
    try {
      form.take(bytes);
      if (grant.isEmpty() && form.field(API_KEY).isPresent()) {
        grant = Optional.of(desk.keys().grantOf(exchange, form.field(API_KEY).get()));
      }
      if (form.isWhole()) {
        finish();
      }
    } catch (FailureException e) {
      refuse(e);
    }
  }

  @Override
  public void ended() {
    if (!whole) {
      try {
        finish();
      } catch (FailureException e) {
        refuse(e);
      }
    }
  }

  @Override
  public void cutOff() {
    if (!whole) {
      refuse(
          new FailureException(
              question.endpoint(),
              new Rejection(
                  RejectionCode.TRUNCATED,
                  "%d bytes of the form have come, and not its end: the client has ended, or it"
                          .formatted(taken)
                      + " was too slow")));
    }
  }

  private void finish() throws FailureException {
    whole = true;
    if (grant.isEmpty()) {
      throw desk.keys().missing();
    }
    ImageBuffer buffer = form.picture();
    Ask ask =
        desk.ask(question.endpoint(), question.network(), exchange.query(), form, grant.get());
    exchange.closeWhenClientEnds();
    try {
      OneImage one = OneImage.of(buffer.upTo(buffer.size()), desk.gateway().config().images());
      String sha256 = buffer.sha256(one.from(), one.to());
      int bytes = buffer.size();
      ByteBuffer file = buffer.take(bytes).slice(one.from(), one.to() - one.from());
      heldBytes.set(bytes);
      Picture made = new Picture(ask, one, file, sha256, System.nanoTime());
      picture = made;
      await(made);
    } catch (RefusedImageException e) {
      desk.gateway().admission().refuse(ask, e, this::replied);
    }
  }

  /** Waits for room, as long as there is time. */
  private void await(Picture waits) {
    Duration left = desk.config().patience().minus(since(waits));
    BusyLine.Waiting entered =
        desk.line()
            .enter(
                exchange.client(),
                waits.file().remaining(),
                left.isNegative() ? Duration.ZERO : left,
                () -> submit(waits),
                this::refused);
    place.set(entered);
    if (gone.get()) {
      entered.leave();
    }
  }

  private void refused(Rejection why) {
    answer(Failure.of(question.endpoint(), why));
    if (why.code() != RejectionCode.SHUTTING_DOWN) {
      desk.gateway().intake().refused(why.code());
    }
  }

  private static Duration since(Picture picture) {
    return Duration.ofNanos(System.nanoTime() - picture.since());
  }

  /** Called by the line's thread when there is room. */
  private void submit(Picture admitted) {
    if (gone.get()) {
      return;
    }
    budget.working(true);
    submitted.set(true);
    Ticket given =
        desk.gateway()
            .admission()
            .admit(
                admitted.ask(),
                admitted.one().header(),
                admitted.file(),
                admitted.sha256(),
                this::replied);
    ticket.set(given);
    if (gone.get()) {
      cancel();
    }
  }

  /** Called by the dispatch thread, or at once for a picture that is refused at once. */
  private void replied(Reply reply) {
    submitted.set(false);
    budget.working(false);
    Picture asked = picture;
    if (asked != null && isBusy(reply) && since(asked).compareTo(desk.config().patience()) < 0) {
      await(asked); // somebody else has taken the room
      return;
    }
    if (asked != null && asked.one().passedOver() > 0) {
      int passedOver = asked.one().passedOver();
      Gateway gateway = desk.gateway();
      gateway.admission().passedOver().count(passedOver);
      gateway.admission().passedOver().log(reply.id(), passedOver, true);
    }
    try {
      Found found = Found.in(reply, question.endpoint());
      Duration roundTrip = asked == null ? Duration.ZERO : since(asked);
      giveBackImage();
      exchange.waivePace();
      respond(() -> desk.answers().found(question.endpoint(), found, roundTrip));
    } catch (FailureException e) {
      answer(e.failure());
    }
  }

  private static boolean isBusy(Reply reply) {
    return reply.rejection().filter(why -> why.code() == RejectionCode.BUSY).isPresent();
  }

  private void refuse(FailureException refused) {
    whole = true;
    refused.counted().ifPresent(desk.gateway().intake()::refused);
    form.clear();
    answer(refused.failure());
  }

  private void answer(Failure failure) {
    giveBackImage();
    respond(() -> desk.answers().failed(failure));
  }

  /** The response counts as held until it is written. */
  private void respond(Supplier<HttpResponse> maker) {
    exchange.respond(
        () -> {
          HttpResponse response = maker.get();
          int bytes = response.body().remaining();
          budget.take(bytes);
          var unused = exchange.ended().thenRun(() -> budget.giveBack(bytes));
          return response;
        });
  }

  private void release() {
    gone.set(true);
    form.clear();
    giveBackImage();
    picture = null;
    BusyLine.Waiting waiting = place.get();
    if (waiting != null) {
      waiting.leave();
    }
    cancel();
  }

  /** Gives up the task, if there is one without a reply. */
  private void cancel() {
    Ticket given = ticket.get();
    if (given != null && submitted.getAndSet(false)) {
      given.cancel();
    }
  }

  private void giveBackImage() {
    budget.giveBack(heldBytes.getAndSet(0));
  }
}
