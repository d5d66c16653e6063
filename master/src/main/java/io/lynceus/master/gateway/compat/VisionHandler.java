package io.lynceus.master.gateway.compat;

import io.lynceus.common.LogLimit;
import io.lynceus.common.SafeText;
import io.lynceus.common.http.BodyReader;
import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.RequestHandler;
import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.master.gateway.access.Grant;
import io.lynceus.model.KnownNetworks;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.image.ImageLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the requests with pictures. Any thread may call it. */
final class VisionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(VisionHandler.class);
  private static final String NAME = "name";

  private final CompatDesk desk;
  private final LogLimit unknown = new LogLimit(Duration.ofMinutes(1), InstantSource.system());
  private final Set<HttpExchange> open = ConcurrentHashMap.newKeySet();

  /** Networks that slaves have had since the start: without such a slave, nobody can answer. */
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  private volatile boolean closing;

  VisionHandler(CompatDesk desk) {
    this.desk = desk;
  }

  /** Answers with what the general network finds. */
  RequestHandler of(Endpoint endpoint) {
    return exchange -> handle(exchange, endpoint, Optional.empty());
  }

  /** Answers with what the network finds that the path names. */
  RequestHandler ofNamedNetwork() {
    return exchange -> {
      String network = exchange.pathVariable(NAME);
      if (!desk.networks().contains(network) && !known.contains(network)) {
        unknown.tryLine(
            others ->
                LOG.info(
                    "a client of the compat port asks for the network {}, which no slave has: the"
                        + " general one answers{}",
                    SafeText.of(network),
                    others));
      }
      return handle(exchange, Endpoint.CUSTOM, Optional.of(network));
    };
  }

  private BodyReader handle(HttpExchange exchange, Endpoint endpoint, Optional<String> network) {
    try {
      Optional<Grant> grant = desk.keys().ofHeader(exchange);
      open.add(exchange);
      var unused = exchange.ended().thenRun(() -> open.remove(exchange));
      if (closing) {
        throw new FailureException(endpoint, Refusals.SHUTTING_DOWN);
      }
      requirePlain(exchange);
      requireThere(network);
      ImageLimits limits = desk.gateway().config().images();
      if (exchange.contentLength() > CompatForm.mostBytes(limits)) {
        throw new FailureException(endpoint, Refusals.tooLarge(limits));
      }
      ByteBudget budget = budget(exchange, endpoint);
      CompatForm form =
          new CompatForm(
              limits,
              budget,
              endpoint,
              desk.config().dialect(),
              exchange.header("Content-Type").orElse(""));
      return new CompatUpload(
          desk, exchange, new CompatUpload.Question(endpoint, network, grant), form, budget);
    } catch (FailureException e) {
      answer(exchange, e);
      return BodyReader.NONE;
    }
  }

  private void requireThere(Optional<String> network) throws FailureException {
    List<String> there = desk.networks();
    if (known.size() < KnownNetworks.MAX_NETWORKS) {
      known.addAll(there);
    }
    if (network.isPresent() && known.contains(network.get()) && !there.contains(network.get())) {
      throw new FailureException(
          Failure.of(
              Outcome.NO_SLAVE, "no slave has the network " + network.get() + " at the moment"));
    }
  }

  private static void requirePlain(HttpExchange exchange) throws FailureException {
    Optional<String> encoding = exchange.header("Content-Encoding");
    if (encoding.isPresent() && !encoding.get().equalsIgnoreCase("identity")) {
      throw new FailureException(
          Failure.badRequest(
              "the master does not unpack Content-Encoding "
                  + encoding.get()
                  + ": send the form as it is"));
    }
  }

  private void answer(HttpExchange exchange, FailureException why) {
    why.counted().ifPresent(desk.gateway().intake()::refused);
    exchange.respond(desk.answers().failed(why.failure()));
  }

  /** A request that gives way is answered and ended, whether its picture arrives or waits. */
  private ByteBudget budget(HttpExchange exchange, Endpoint endpoint) {
    ByteBudget budget =
        desk.gateway()
            .held()
            .open(
                exchange.client(),
                why ->
                    exchange.respond(
                        () -> {
                          desk.gateway().intake().refused(RejectionCode.BUSY);
                          return desk.answers().failed(Failure.of(endpoint, why));
                        }));
    var unused = exchange.ended().thenRun(budget::close);
    return budget;
  }

  /**
   * Refuses pictures from now on, those that wait for room too, and waits until the others are
   * answered.
   *
   * @return false when that is not so in time
   */
  boolean drain(Duration patience) {
    closing = true;
    desk.line().close();
    CompletableFuture<Void> all =
        CompletableFuture.allOf(
            open.stream().map(HttpExchange::ended).toArray(CompletableFuture[]::new));
    return all.thenApply(done -> true)
        .completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }
}
