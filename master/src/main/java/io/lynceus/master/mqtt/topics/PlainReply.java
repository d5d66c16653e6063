package io.lynceus.master.mqtt.topics;

import io.lynceus.model.Analysis;
import io.lynceus.model.Findings;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Results;
import io.lynceus.model.Reply.UnitReply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A reply without maps and vectors, and without whose faces they are: brokers keep what they are
 * told. Stateless.
 */
final class PlainReply {
  private PlainReply() {}

  static Reply of(Reply reply) {
    Map<Analysis, UnitReply> analyses = new LinkedHashMap<>();
    reply
        .analyses()
        .forEach(
            (analysis, unit) ->
                analyses.put(
                    analysis,
                    unit.findings().map(found -> UnitReply.ok(plain(found))).orElse(unit)));
    return reply.withResults(new Results(reply.counts(), analyses, reply.zones()));
  }

  private static Findings plain(Findings found) {
    return new Findings(
        found.model(),
        found.withoutPersons().detections(),
        found.points(),
        found.numbers(),
        Optional.empty(),
        Optional.empty());
  }
}
