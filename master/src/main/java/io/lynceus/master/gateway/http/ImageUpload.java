package io.lynceus.master.gateway.http;

import io.lynceus.common.http.BodyReader;
import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.HttpResponse;
import io.lynceus.master.dispatch.TaskIntake.Ticket;
import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.access.Grant;
import io.lynceus.master.gateway.items.OneImage;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.image.RefusedImageException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request with an image, from the first byte of its body to the last of its response. The
 * server calls one method at a time, on the event loop of the connection.
 */
final class ImageUpload implements BodyReader {
  /** Bytes by which a wrong Content-Length is too large, at most. */
  private static final int MOST_MISSING = 1 << 10;

  private final Gateway gateway;
  private final HttpExchange exchange;
  private final RequestOptions options;
  private final ImageBody body;
  private final ByteBudget budget;
  private final Grant grant;
  private final AtomicInteger heldBytes = new AtomicInteger();
  private final AtomicBoolean waiting = new AtomicBoolean();
  private @Nullable Ticket ticket;
  private int passedOver;
  private long taken;

  /** What follows in the body means nothing. */
  private boolean whole;

  ImageUpload(
      Gateway gateway,
      HttpExchange exchange,
      RequestOptions options,
      ImageBody body,
      ByteBudget budget,
      Grant grant) {
    this.gateway = gateway;
    this.exchange = exchange;
    this.options = options;
    this.body = body;
    this.budget = budget;
    this.grant = grant;
    var unused = exchange.ended().thenRun(this::release);
  }

  @Override
  public void take(ByteBuffer bytes) {
    taken += bytes.remaining();
    if (whole) {
      return;
    }
    try {
      body.take(bytes);
      if (isNearlyWhole()) {
        exchange.afterPause(gateway.config().timeouts().idleClose(), this::paused);
      }
    } catch (RefusedRequestException e) {
      refuse(e);
    }
  }

  /** Whether the rest may never come, because the client has announced a few bytes too many. */
  private boolean isNearlyWhole() {
    long missing = exchange.contentLength() - taken;
    return missing > 0 && missing <= MOST_MISSING;
  }

  private void paused() {
    if (body.isWhole()) {
      ended();
    }
  }

  @Override
  public void ended() {
    if (whole) {
      return;
    }
    whole = true;
    try {
      ByteBuffer file = body.image();
      heldBytes.set(file.remaining());
      Ask ask = grant.counted(options.ask(body.fields()));
      Optional<String> refusal = grant.refusalOf(ask);
      if (refusal.isPresent()) {
        throw RefusedRequestException.forbidden(refusal.get());
      }
      submit(ask.name().isPresent() ? ask : ask.withName(body.fileName()), file);
    } catch (RefusedRequestException e) {
      refuse(e);
    } catch (BadCommandException e) {
      refuse(RefusedRequestException.badRequest(e.getMessage()));
    }
  }

  @Override
  public void cutOff() {
    if (!whole) {
      refuse(new RefusedRequestException(new Rejection(RejectionCode.TRUNCATED, missing())));
    }
  }

  private String missing() {
    long announced = exchange.contentLength();
    String awaited =
        announced < 0
            ? "%d bytes of the body have come, and no last chunk".formatted(taken)
            : "Content-Length is %d, and %d bytes have come".formatted(announced, taken);
    return awaited
        + ": the client has ended, or nothing more came for %d s, or it came too slowly"
            .formatted(gateway.config().timeouts().stall().toSeconds());
  }

  private void submit(Ask wanted, ByteBuffer file) {
    exchange.closeWhenClientEnds();
    waiting.set(true);
    budget.working(true);
    try {
      OneImage one = OneImage.of(file, gateway.config().images());
      passedOver = one.passedOver();
      ticket = gateway.admission().admit(wanted, one.header(), cut(file, one), this::replied);
    } catch (RefusedImageException e) {
      ticket = gateway.admission().refuse(wanted, e, this::replied);
    }
  }

  /** The image without what stands around it in the body, which takes no more memory. */
  private ByteBuffer cut(ByteBuffer file, OneImage one) {
    int bytes = one.to() - one.from();
    if (bytes == file.remaining()) {
      return file;
    }
    ByteBuffer image = ByteBuffer.allocate(bytes).put(0, file, file.position() + one.from(), bytes);
    budget.giveBack(heldBytes.getAndSet(bytes) - bytes);
    return image;
  }

  /** Called by the dispatch thread, or on the event loop for an image that is refused at once. */
  private void replied(Reply reply) {
    waiting.set(false);
    budget.working(false);
    giveBackImage();
    if (passedOver > 0) {
      gateway.admission().passedOver().count(passedOver);
      gateway.admission().passedOver().log(reply.id(), passedOver, true);
    }
    if (reply.rejection().isEmpty()) {
      exchange.waivePace();
    }
    respond(() -> Responses.of(reply));
  }

  private void refuse(RefusedRequestException refused) {
    Ask ask = options.told(body.fields());
    body.clear();
    giveBackImage();
    refused.countAt(gateway.intake());
    respond(() -> Responses.of(refused, ask));
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
    body.clear();
    giveBackImage();
    if (ticket != null && waiting.getAndSet(false)) {
      ticket.cancel(); // nobody waits any more
    }
  }

  private void giveBackImage() {
    budget.giveBack(heldBytes.getAndSet(0));
  }
}
