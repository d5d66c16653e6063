package io.lynceus.master.gateway.compat;

import io.lynceus.master.gateway.AskParser;
import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.access.Grant;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import io.lynceus.model.NetworkOffer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What all requests of the port share.
 *
 * @param keys let clients in
 * @param answers in the port's dialect
 * @param line where pictures wait for room
 */
record CompatDesk(
    Gateway gateway, CompatConfig config, ApiKeys keys, Answers answers, BusyLine line) {
  /** The network that is meant by no name, and by this one. */
  private static final String GENERAL = "general";

  private static final String MIN_CONFIDENCE = "min_confidence";
  private static final Pattern NUMBER = Pattern.compile("\\d{0,9}\\.?\\d{1,17}(?:[eE]-?\\d{1,3})?");

  /** The networks that a path of {@code /v1/vision/custom} can name. */
  List<String> networks() {
    Stream<String> own =
        gateway.intake().catalog().networks(Analysis.OBJECTS).stream()
            .map(NetworkOffer::id)
            .map(id -> id.name());
    return Stream.concat(Stream.of(GENERAL), own.sorted()).distinct().toList();
  }

  /**
   * What a request asks of its picture.
   *
   * @param network that the path names, if it does; one that is not there is the general one
   * @param query of the request
   * @param form whose fields count
   * @throws FailureException for a field that makes no sense, and a camera that the client may not
   *     send for
   */
  Ask ask(
      Endpoint endpoint,
      Optional<String> network,
      Optional<String> query,
      CompatForm form,
      Grant grant)
      throws FailureException {
    List<Map.Entry<String, String>> options = new ArrayList<>();
    options.add(Map.entry("analyses", endpoint.analysis().key()));
    options.add(Map.entry("min-score", leastConfidence(endpoint, form)));
    network
        .filter(name -> !name.equals(GENERAL) && networks().contains(name))
        .ifPresent(name -> options.add(Map.entry(endpoint.analysis().key(), name)));
    Ask ask;
    try {
      Optional<Camera> camera =
          StillSource.camera(query, form.fileName(), gateway.cameras().described());
      camera.ifPresent(known -> options.add(Map.entry("camera", known.name())));
      AskParser parser = gateway.parser();
      ask = grant.counted(parser.with(Ask.DEFAULT.withName(form.fileName()), options));
    } catch (BadCommandException e) {
      throw new FailureException(Failure.badRequest(String.valueOf(e.getMessage())));
    }
    Optional<String> refusal = grant.refusalOf(ask);
    if (refusal.isPresent()) {
      throw new FailureException(Failure.forbidden(refusal.get()));
    }
    return ask;
  }

  /** As the option {@code min-score} has it. */
  private String leastConfidence(Endpoint endpoint, CompatForm form) throws FailureException {
    Optional<String> given =
        form.field(MIN_CONFIDENCE).map(String::strip).filter(text -> !text.isEmpty());
    if (given.isEmpty()) {
      return text(endpoint.leastConfidence(config.objectsMin()));
    }
    if (!NUMBER.matcher(given.get()).matches()) {
      throw new FailureException(
          Failure.ofRequest(
              "Invalid value for min_confidence",
              "min_confidence is a number from 0 to 1 with a point, such as 0.4"));
    }
    double value = Double.parseDouble(given.get());
    if (value > 1) {
      throw new FailureException(
          Failure.ofRequest(
              "min_confidence cannot be greater than 1",
              "min_confidence is a number from 0 to 1, such as 0.4, and no percentage"));
    }
    return text(value);
  }

  private static String text(double number) {
    return BigDecimal.valueOf(number).toPlainString();
  }
}
