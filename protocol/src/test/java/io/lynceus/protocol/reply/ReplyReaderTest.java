package io.lynceus.protocol.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.FloatVector;
import io.lynceus.model.Reply.UnitReply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of lines that this version would not have written. */
class ReplyReaderTest {
  @Test
  void unknownFieldsArePassedOverAndAnalysesOfPlugInsAreRead() throws Exception {
    String line =
        """
        {"new":[1,{"x":2}],"seq":7,"id":"t","status":"complete","counts":{},
         "analyses":{"No key":{"status":"ok"},
         "smoke":{"status":"ok","share":0.5,"y":{"z":1},
         "detections":[{"label":"fire","score":1,"box":[1,2,3,4],"attributes":{"kind":"open"}}],
         "vectors":[[0.5,-1]]}}}
        """;

    NumberedReply read = ReplyJson.read(line);

    assertThat(read.seq()).isEqualTo(7);
    assertThat(read.reply().analyses())
        .containsExactly(
            Map.entry(
                new Analysis("smoke"),
                UnitReply.ok(
                    Findings.ofDetections(
                            "",
                            List.of(
                                Detection.labelled("fire", 1, new Box(1, 2, 3, 4))
                                    .withAttribute("kind", "open")))
                        .withNumber("share", 0.5)
                        .withVectors(List.of(new FloatVector(new float[] {0.5f, -1}))))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}",
        "{\"seq\":\"1\",\"status\":\"complete\"}",
        "{\"seq\":1,\"status\":\"odd\"}",
        "{\"seq\":1,\"status\":\"rejected\"}",
        "{\"seq\":1,\"name\":5,\"status\":\"complete\"}",
        "{\"seq\":1,\"status\":\"complete\"} {}",
        "{\"seq\":1,\"status\":\"complete\",\"analyses\":{\"edges\":{\"status\":\"failed\"}}}"
      })
  void aLineThatIsNoReplyIsMalformed(String line) {
    assertThatThrownBy(() -> ReplyJson.read(line).reply())
        .isInstanceOf(MalformedReplyException.class);
  }

  @Test
  void nestingIsBounded() {
    String line = "{\"x\":" + "[".repeat(100_000);

    assertThatThrownBy(() -> ReplyJson.read(line).reply())
        .isInstanceOf(MalformedReplyException.class)
        .hasMessageContaining("nesting");
  }
}
