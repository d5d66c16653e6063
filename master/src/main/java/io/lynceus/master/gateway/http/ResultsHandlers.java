package io.lynceus.master.gateway.http;

import io.lynceus.common.http.BodyReader;
import io.lynceus.common.http.BodySource;
import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.HttpResponse;
import io.lynceus.common.port.AddressText;
import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.master.gateway.access.Grant;
import io.lynceus.master.gateway.search.ChannelBody;
import io.lynceus.master.gateway.search.EventExport;
import io.lynceus.master.gateway.search.EventLines;
import io.lynceus.master.gateway.search.EventParameters;
import io.lynceus.master.gateway.search.LedgerLines;
import io.lynceus.master.gateway.search.LedgerQuestion;
import io.lynceus.master.gateway.search.ResultExport;
import io.lynceus.master.gateway.search.ResultExport.Format;
import io.lynceus.master.gateway.search.SearchParameters;
import io.lynceus.master.gateway.search.SearchParameters.Erasure;
import io.lynceus.master.gateway.search.StoreDesk;
import io.lynceus.master.gateway.search.StoreJson;
import io.lynceus.scene.camera.LedgerConfig;
import io.lynceus.store.result.EventQuery;
import io.lynceus.store.result.KeptPicture;
import io.lynceus.store.result.PictureSize;
import io.lynceus.store.result.ResultQuery;
import io.lynceus.store.result.StoredEvent;
import io.lynceus.store.result.SummaryQuery;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers from the store: results, pictures, sums. Any thread may call it. */
final class ResultsHandlers {
  private static final Map<String, String> TYPES =
      Map.of("jpeg", "image/jpeg", "png", "image/png", "webp", "image/webp", "bmp", "image/bmp");
  private static final String NO_RESULT =
      "the store has no result of that id: it was never there, has expired, or was erased";
  private static final String ANY_BYTES = "application/octet-stream";

  private final StoreRequests requests;
  private final Supplier<LedgerConfig> ledger;

  /**
   * @param ledger the lines and areas, as they are set at present
   */
  ResultsHandlers(StoreRequests requests, Supplier<LedgerConfig> ledger) {
    this.requests = requests;
    this.ledger = ledger;
  }

  private static List<Map.Entry<String, String>> parameters(HttpExchange exchange)
      throws BadCommandException {
    return Query.parameters(exchange.query());
  }

  /** {@code GET /v1/results}: a page of JSON, or all of them as CSV or NDJSON. */
  void list(HttpExchange exchange, Grant grant) {
    requests.serve(
        exchange,
        desk -> {
          Optional<String> asked = SearchParameters.format(parameters(exchange));
          Optional<Format> format =
              asked.isPresent()
                  ? Format.of(asked.get())
                  : format(exchange.header("Accept").orElse(""));
          if (format.isPresent()) {
            export(exchange, grant, desk, format.get());
            return;
          }
          ResultQuery query = SearchParameters.search(parameters(exchange), Instant.now());
          StoreRequests.respond(
              exchange,
              desk.ask(store -> store.search(query)),
              page -> Responses.json(200, StoreJson.page(page)));
        });
  }

  /** The first type of the header that this port writes other than JSON; JSON goes before all. */
  private static Optional<Format> format(String accept) {
    for (String part : accept.split(",", -1)) {
      String type = part.split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
      if (type.equals("application/json")) {
        return Optional.empty();
      }
      if (type.equals("text/csv")) {
        return Optional.of(Format.CSV);
      }
      if (type.equals("application/x-ndjson")) {
        return Optional.of(Format.NDJSON);
      }
    }
    return Optional.empty();
  }

  private static void export(HttpExchange exchange, Grant grant, StoreDesk desk, Format format)
      throws BadCommandException {
    SearchParameters.Export wanted = SearchParameters.export(parameters(exchange), Instant.now());
    send(
        exchange,
        grant,
        desk,
        format,
        ResultExport.begin(desk, format, wanted),
        store -> store.search(wanted.query().withLimit(1)));
  }

  /**
   * Sends an export.
   *
   * @param first asked before the response begins, so that it can be refused
   */
  private static void send(
      HttpExchange exchange,
      Grant grant,
      StoreDesk desk,
      Format format,
      Optional<? extends BodySource> export,
      StoreDesk.Question<?> first) {
    String client = AddressText.of(exchange.client());
    String what = "GET " + exchange.path() + exchange.query().map(text -> "?" + text).orElse("");
    if (export.isEmpty()) {
      exchange.respond(StoreRequests.busy("too many exports are under way: ask again"));
      return;
    }
    var unused =
        desk.ask(
                store -> {
                  Object unusedAnswer = first.ask(store);
                  store.audit("export", StoreJson.audit(client, grant.name(), what));
                  return true;
                })
            .whenComplete(
                (done, failure) -> {
                  if (failure == null) {
                    exchange.respond(
                        HttpResponse.head(
                            200,
                            format.type(),
                            Map.of(
                                "X-Content-Type-Options",
                                "nosniff",
                                "Content-Disposition", // what a link fetches becomes a file
                                "attachment; filename=\"lynceus-results.%s\""
                                    .formatted(format.key()))),
                        export.get());
                  } else {
                    export.get().close();
                    exchange.respond(() -> StoreRequests.refusal(failure));
                  }
                });
  }

  /** {@code GET /v1/results/{id}}. */
  void one(HttpExchange exchange) {
    requests.serve(
        exchange,
        desk -> {
          Query.requireNone(exchange.query());
          String id = exchange.pathVariable("id");
          StoreRequests.respond(
              exchange,
              desk.ask(store -> store.find(id)),
              found ->
                  found
                      .map(result -> Responses.json(200, StoreJson.detail(result)))
                      .orElseGet(() -> StoreRequests.notFound(NO_RESULT)));
        });
  }

  /** {@code GET /v1/pictures/{sha256}}: the file as it came, or {@code ?size=thumb}. */
  void picture(HttpExchange exchange) {
    requests.serve(
        exchange,
        desk -> {
          PictureSize size = SearchParameters.pictureSize(parameters(exchange));
          String sha256 = exchange.pathVariable("sha256");
          if (!sha256.matches("[0-9a-f]{64}")) {
            throw new BadCommandException(
                "a picture's name is the SHA-256 of its file, 64 digits of hex in lower case");
          }
          String tag = '"' + sha256 + (size == PictureSize.THUMBNAIL ? "-thumb" : "") + '"';
          var unused =
              desk.ask(store -> store.picture(sha256, size))
                  .whenComplete(
                      (found, failure) -> {
                        if (failure != null) {
                          exchange.respond(() -> StoreRequests.refusal(failure));
                        } else if (found.isEmpty()) {
                          exchange.respond(StoreRequests.notFound(noPicture(size)));
                        } else {
                          send(exchange, desk, found.get(), tag);
                        }
                      });
        });
  }

  private static String noPicture(PictureSize size) {
    return (size == PictureSize.THUMBNAIL ? "the store has no thumbnail" : "the store has no file")
        + " of that image: store.pictures says which are kept, and store.keep how long";
  }

  private static void send(HttpExchange exchange, StoreDesk desk, KeptPicture picture, String tag) {
    ChannelBody body = new ChannelBody(desk, picture.content());
    exchange.respond(
        HttpResponse.head(
            200,
            TYPES.getOrDefault(picture.format(), ANY_BYTES),
            Map.of(
                "Content-Length", Long.toString(picture.bytes()),
                "Cache-Control", "private, max-age=3600",
                "ETag", tag,
                "X-Content-Type-Options", "nosniff",
                "Content-Security-Policy", "default-src 'none'; sandbox")),
        body);
  }

  /** {@code GET /v1/summary}. */
  void summary(HttpExchange exchange) {
    requests.serve(
        exchange,
        desk -> {
          SummaryQuery query = SearchParameters.summary(parameters(exchange), Instant.now());
          StoreRequests.respond(
              exchange,
              desk.ask(store -> store.summary(query)),
              summary -> Responses.json(200, StoreJson.summary(query, summary)));
        });
  }

  /** {@code GET /v1/events}: a page of JSON, or all of them as CSV or NDJSON. */
  void events(HttpExchange exchange, Grant grant) {
    requests.serve(
        exchange,
        desk -> {
          Optional<Format> format = format(exchange.header("Accept").orElse(""));
          if (format.isPresent()) {
            EventParameters.Export wanted =
                EventParameters.export(parameters(exchange), Instant.now());
            send(
                exchange,
                grant,
                desk,
                format.get(),
                EventExport.begin(desk, format.get(), wanted),
                store -> store.events(wanted.query().withLimit(1)));
            return;
          }
          EventQuery query = EventParameters.search(parameters(exchange), Instant.now());
          StoreRequests.respond(
              exchange,
              desk.ask(store -> store.events(query)),
              page -> Responses.json(200, EventLines.page(page)));
        });
  }

  /** {@code GET /v1/events/{id}}. */
  void event(HttpExchange exchange) {
    requests.serve(
        exchange,
        desk -> {
          Query.requireNone(exchange.query());
          String id = exchange.pathVariable("id");
          StoreRequests.respond(
              exchange, desk.ask(store -> store.event(id)), ResultsHandlers::eventOrNone);
        });
  }

  private static HttpResponse eventOrNone(Optional<StoredEvent> found) {
    return found
        .map(event -> Responses.json(200, EventLines.line(event)))
        .orElseGet(
            () ->
                StoreRequests.notFound(
                    "the store has no event of that id: it was never there, has expired, or was"
                        + " erased"));
  }

  /** {@code POST} and {@code DELETE /v1/events/{id}/seen}: marks it, or takes the mark away. */
  BodyReader markEvent(HttpExchange exchange, Grant grant) {
    requests.serve(
        exchange,
        desk -> {
          Query.requireNone(exchange.query());
          String id = exchange.pathVariable("id");
          boolean seen = exchange.method().equals("POST");
          StoreRequests.respond(
              exchange,
              desk.ask(
                  store -> {
                    long unused =
                        store.markEvents(Optional.of(id), EventQuery.ALL, seen, grant.name());
                    return store.event(id);
                  }),
              ResultsHandlers::eventOrNone);
        });
    return BodyReader.NONE;
  }

  /** {@code POST /v1/events/seen}: marks all events for which the query holds. */
  BodyReader markEvents(HttpExchange exchange, Grant grant) {
    requests.serve(
        exchange,
        desk -> {
          EventQuery query = EventParameters.marked(parameters(exchange), Instant.now());
          StoreRequests.respond(
              exchange,
              desk.ask(store -> store.markEvents(Optional.empty(), query, true, grant.name())),
              events -> Responses.json(200, EventLines.marked(events)));
        });
    return BodyReader.NONE;
  }

  /** {@code GET /v1/ledger}: JSON, or the rows as CSV or NDJSON. */
  void ledger(HttpExchange exchange, Grant grant) {
    requests.serve(
        exchange,
        desk -> {
          Optional<Format> format = format(exchange.header("Accept").orElse(""));
          LedgerQuestion question =
              LedgerQuestion.of(
                  parameters(exchange), ledger.get(), Instant.now(), ZoneId.systemDefault());
          StoreRequests.respond(
              exchange,
              desk.ask(question::ask),
              rows ->
                  format
                      .map(
                          form ->
                              HttpResponse.text(
                                  200, form.type(), LedgerLines.lines(form, rows).stripTrailing()))
                      .orElseGet(() -> Responses.json(200, LedgerLines.json(question, rows))));
        });
  }

  /** {@code DELETE /v1/results}. */
  BodyReader erase(HttpExchange exchange, Grant grant) {
    requests.serve(
        exchange,
        desk -> {
          Erasure erasure = SearchParameters.erasure(parameters(exchange), Instant.now());
          String client = AddressText.of(exchange.client());
          StoreRequests.respond(
              exchange,
              desk.ask(
                  store -> {
                    if (erasure.dryRun()) {
                      return store.count(erasure.criteria());
                    }
                    long gone = store.erase(erasure.criteria());
                    store.audit(
                        "erase", StoreJson.audit(client, grant.name(), erasure.criteria(), gone));
                    return gone;
                  }),
              results -> Responses.json(200, StoreJson.erased(results, erasure.dryRun())));
        });
    return BodyReader.NONE;
  }

  /** {@code DELETE /v1/results/{id}}. */
  BodyReader eraseOne(HttpExchange exchange, Grant grant) {
    requests.serve(
        exchange,
        desk -> {
          Query.requireNone(exchange.query());
          String id = exchange.pathVariable("id");
          String client = AddressText.of(exchange.client());
          StoreRequests.respond(
              exchange,
              desk.ask(
                  store -> {
                    long gone = store.erase(id);
                    if (gone > 0) {
                      store.audit("erase", StoreJson.audit(client, grant.name(), id, gone));
                    }
                    return gone;
                  }),
              gone ->
                  gone > 0
                      ? Responses.json(200, StoreJson.erased(gone, false))
                      : StoreRequests.notFound(NO_RESULT));
        });
    return BodyReader.NONE;
  }
}
