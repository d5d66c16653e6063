package io.lynceus.master.gateway.people;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.http.BodyReader;
import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.HttpResponse;
import io.lynceus.common.http.Problems;
import io.lynceus.common.port.AddressText;
import io.lynceus.master.dispatch.TaskIntake.Ticket;
import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.access.AuditTrail;
import io.lynceus.master.gateway.access.Grant;
import io.lynceus.master.people.PeopleDesk;
import io.lynceus.master.people.PeopleException;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Findings;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.RefusedImageException;
import io.lynceus.model.people.SeenFace;
import io.lynceus.scene.people.EnrolledFace;
import io.lynceus.scene.people.Enrolment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers {@code /v1/people} and below. Any thread may call it. */
public final class PeopleHandlers {
  private static final Logger log = LoggerFactory.getLogger(PeopleHandlers.class);
  private static final int MOST_TEXT_BYTES = 16 << 10;
  private static final int UNPROCESSABLE = 422;
  private static final int UNAVAILABLE = 503;
  private static final Ask FACES =
      Ask.DEFAULT.withAnalyses(List.of(Analysis.FACES, SeenFace.ANALYSIS));

  private final Optional<PeopleDesk> desk;
  private final Gateway gateway;
  private final Problems problems;
  private final AuditTrail audit;

  /**
   * @param desk empty if {@code people.enabled} is not set
   * @param problems makes refusals
   * @param audit hears of what is exported
   */
  public PeopleHandlers(
      Optional<PeopleDesk> desk, Gateway gateway, Problems problems, AuditTrail audit) {
    this.desk = desk;
    this.gateway = gateway;
    this.problems = problems;
    this.audit = audit;
  }

  /** {@code GET}: everybody. */
  public void list(HttpExchange exchange) {
    if (isOn(exchange)) {
      PeopleDesk people = desk.orElseThrow();
      exchange.respond(json(200, PeopleJson.list(people.purpose(), people.all())));
    }
  }

  /** {@code POST}: enrols a person, without faces yet. */
  public BodyReader add(HttpExchange exchange, Grant grant) {
    if (!isOn(exchange)) {
      return BodyReader.NONE;
    }
    return new WholeBody(
        exchange,
        problems,
        budget(exchange),
        MOST_TEXT_BYTES,
        body -> {
          try {
            PeopleJson.Told told = PeopleJson.told(new String(body, UTF_8));
            respond(
                exchange,
                desk.orElseThrow()
                    .add(
                        told.name(),
                        told.note(),
                        told.consent(),
                        told.until(),
                        who(exchange, grant)),
                made -> json(201, PeopleJson.one(made)));
          } catch (IllegalArgumentException e) {
            exchange.respond(problems.response(400, String.valueOf(e.getMessage())));
          }
        });
  }

  /** {@code GET …/{name}}: all that is stored of a person. */
  public void export(HttpExchange exchange, Grant grant) {
    if (!isOn(exchange)) {
      return;
    }
    try {
      Enrolment found = desk.orElseThrow().find(exchange.pathVariable("name"));
      Map<String, String> who = who(exchange, grant);
      audit.tell(
          "person-exported",
          Map.of(
              "person",
              found.person().id(),
              "purpose",
              desk.orElseThrow().purpose(),
              "token",
              who.getOrDefault("token", ""),
              "from",
              who.getOrDefault("from", "")));
      exchange.respond(json(200, PeopleJson.whole(found)));
    } catch (PeopleException e) {
      exchange.respond(refusal(e));
    }
  }

  /** {@code DELETE …/{name}}: erases a person. */
  public BodyReader erase(HttpExchange exchange, Grant grant) {
    if (isOn(exchange)) {
      respond(
          exchange,
          desk.orElseThrow().erase(exchange.pathVariable("name"), who(exchange, grant)),
          gone -> json(200, PeopleJson.erased(gone)));
    }
    return BodyReader.NONE;
  }

  /** Who is to get a face: there may be another person of that name when it has been seen. */
  private record Asked(String name, String id) {}

  /** {@code POST …/{name}/faces}: enrols the face in the picture that is the body. */
  public BodyReader enrol(HttpExchange exchange, Grant grant) {
    if (!isOn(exchange)) {
      return BodyReader.NONE;
    }
    String name = exchange.pathVariable("name");
    String id;
    try {
      id = desk.orElseThrow().find(name).person().id(); // before anything is analysed
    } catch (PeopleException e) {
      exchange.respond(refusal(e));
      return BodyReader.NONE;
    }
    return new WholeBody(
        exchange,
        problems,
        budget(exchange),
        gateway.config().images().bytes(),
        body -> look(exchange, new Asked(name, id), body, who(exchange, grant)));
  }

  private void look(HttpExchange exchange, Asked person, byte[] body, Map<String, String> who) {
    ByteBuffer file = ByteBuffer.wrap(body);
    try {
      ImageHeader header = ImageHeader.read(file, gateway.config().images());
      Ticket ticket =
          gateway
              .admission()
              .admitUnrecorded(FACES, header, file, reply -> seen(exchange, person, reply, who));
      var unused = exchange.ended().thenRun(ticket::cancel);
    } catch (RefusedImageException e) {
      exchange.respond(problems.response(UNPROCESSABLE, String.valueOf(e.getMessage())));
    }
  }

  /** Called by the dispatch thread. */
  private void seen(HttpExchange exchange, Asked person, Reply reply, Map<String, String> who) {
    if (reply.rejection().isPresent()) {
      boolean later = reply.rejection().get().isTemporary();
      exchange.respond(
          problems.response(
              later ? UNAVAILABLE : UNPROCESSABLE, reply.rejection().get().message()));
      return;
    }
    UnitReply unit =
        reply
            .analyses()
            .getOrDefault(
                SeenFace.ANALYSIS, UnitReply.without(Outcome.NO_SLAVE, "no slave compares faces"));
    Optional<Findings> findings = unit.findings();
    Optional<List<SeenFace>> faces = findings.flatMap(SeenFace::of);
    if (findings.isEmpty() || faces.isEmpty()) {
      exchange.respond(
          problems.response(
              unit.outcome().isTemporary() ? UNAVAILABLE : UNPROCESSABLE,
              "the face cannot be seen: " + unit.message()));
      return;
    }
    respond(
        exchange,
        desk.orElseThrow()
            .enrol(
                person.name(),
                person.id(),
                faces.get(),
                findings.get().model(),
                reply.image().map(image -> image.sha256()).orElse(""),
                who),
        after -> json(200, PeopleJson.enrolled(after, warning(after))));
  }

  private static Optional<String> warning(Enrolment after) {
    List<EnrolledFace> faces = after.faces();
    return faces.get(faces.size() - 1).quality().grey()
        ? Optional.of("the picture has no colours: faces are compared worse with such")
        : Optional.empty();
  }

  private boolean isOn(HttpExchange exchange) {
    exchange.waivePace(); // strangers' pace is for those who have not shown that they may ask
    if (desk.isEmpty()) {
      exchange.respond(
          problems.response(
              404, "this master compares no faces: people.enabled is not set, see docs/people.md"));
    }
    return desk.isPresent();
  }

  private ByteBudget budget(HttpExchange exchange) {
    return gateway
        .held()
        .open(
            exchange.client(),
            why -> exchange.respond(() -> problems.response(UNAVAILABLE, why.message())));
  }

  private static Map<String, String> who(HttpExchange exchange, Grant grant) {
    return Map.of("token", grant.name(), "from", AddressText.of(exchange.client()));
  }

  private <T> void respond(
      HttpExchange exchange, CompletableFuture<T> done, Function<T, HttpResponse> response) {
    exchange.respond(done.thenApply(response).exceptionally(this::refusal));
  }

  private HttpResponse refusal(Throwable failure) {
    Throwable cause =
        Optional.of(failure)
            .filter(CompletionException.class::isInstance)
            .map(Throwable::getCause)
            .orElse(failure);
    if (cause instanceof PeopleException refused) {
      return problems.response(status(refused.reason()), String.valueOf(refused.getMessage()));
    }
    log.error("a fault while changing who is enrolled", cause);
    return problems.response(UNAVAILABLE, "the master cannot do it now; its log says more");
  }

  private static int status(PeopleException.Reason reason) {
    return switch (reason) {
      case UNKNOWN -> 404;
      case TAKEN -> 409;
      case WRONG -> 400;
      case NO_FACE -> UNPROCESSABLE;
      case UNWRITABLE -> UNAVAILABLE;
    };
  }

  private static HttpResponse json(int status, String text) {
    return HttpResponse.text(status, "application/json", text)
        .with(Map.of("Cache-Control", "no-store"));
  }
}
