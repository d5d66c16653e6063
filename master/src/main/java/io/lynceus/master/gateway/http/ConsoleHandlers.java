package io.lynceus.master.gateway.http;

import io.lynceus.common.http.BodySource;
import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.HttpResponse;
import io.lynceus.console.SettingLine;
import io.lynceus.console.live.LiveView;
import io.lynceus.console.live.ThumbnailForm;
import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.master.gateway.access.Right;
import io.lynceus.master.gateway.http.HttpPort.ForConsole;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.message.Thumbnail;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What only the console asks for. Any thread may call it. */
final class ConsoleHandlers {
  private static final Map<String, String> LIVE_HEADERS =
      Map.of("Cache-Control", "no-store", "X-Accel-Buffering", "no");

  private static final Map<String, String> PICTURE_HEADERS =
      Map.of("Cache-Control", "no-store", "X-Content-Type-Options", "nosniff");

  private static final String THUMBNAILS = "thumbnails";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private final ForConsole console;
  private final Guard guard;

  ConsoleHandlers(ForConsole console, Guard guard) {
    this.console = console;
    this.guard = guard;
  }

  /** {@code GET /v1/live}: events, for as long as the client may look. */
  void live(HttpExchange exchange) {
    ThumbnailForm form;
    try {
      form = form(Query.only(THUMBNAILS, exchange.query()));
    } catch (BadCommandException e) {
      exchange.respond(
          Responses.problem(
              new Rejection(RejectionCode.BAD_COMMAND, String.valueOf(e.getMessage()))));
      return;
    }
    Optional<BodySource> body =
        console.live().watch(form, () -> guard.isStillLetIn(exchange, Right.LOOK));
    if (body.isEmpty()) {
      exchange.respond(
          Responses.problem(
              Refusals.busy(
                  "%d clients watch already: close one, or come again later"
                      .formatted(LiveView.MOST_CLIENTS))));
      return;
    }
    exchange.closeWhenClientEnds();
    exchange.respond(HttpResponse.head(200, "text/event-stream", LIVE_HEADERS), body.get());
  }

  private static ThumbnailForm form(Optional<String> word) throws BadCommandException {
    Optional<ThumbnailForm> form =
        word.map(ThumbnailForm::of).orElse(Optional.of(ThumbnailForm.PATH));
    return form.orElseThrow(() -> new BadCommandException(THUMBNAILS + " is path or data"));
  }

  /** {@code GET /v1/live/thumbnails/{number}}: a picture that an event of {@link #live} names. */
  void thumbnail(HttpExchange exchange) {
    String number = exchange.pathVariable("number");
    Optional<Thumbnail> found =
        NUMBER.matcher(number).matches()
            ? console.live().thumbnail(Long.parseLong(number))
            : Optional.empty();
    exchange.respond(
        found
            .map(made -> new HttpResponse(200, PICTURE_HEADERS, "image/jpeg", made.file()))
            .orElseGet(
                () ->
                    Responses.problem(404, "there is no such picture, or a later still is here")));
  }

  /** {@code GET /v1/settings}. */
  void settings(HttpExchange exchange) {
    exchange.respond(
        Responses.json(200, SettingLine.json(console.settings()))
            .with(Map.of("Cache-Control", "no-store")));
  }
}
