package io.lynceus.master.gateway.taskport;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static io.lynceus.master.gateway.SampleImages.joined;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.gateway.GatewayConfig;
import io.lynceus.master.gateway.ScriptedIntake;
import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterLabels;
import io.lynceus.model.ClusterStatus.Estimate;
import io.lynceus.model.ClusterStatus.MasterMemory;
import io.lynceus.model.ClusterStatus.PassedOver;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.reply.LabelsJson;
import io.lynceus.protocol.reply.NumberedReply;
import io.lynceus.protocol.reply.QuarantineJson;
import io.lynceus.protocol.reply.ReplyJson;
import io.lynceus.protocol.reply.StatusJson;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskConnectionCommandsTest extends TaskConnectionFixture {
  @Test
  void commandsAreAnsweredInTheirOrder() {
    connect();
    send(joined(JPEG, "PING\nSTATUS\nHELP\n".getBytes(UTF_8)));
    assertThat(lines()).isEmpty();

    reply(0);
    assertThat(lines()).hasSize(2).last().isEqualTo("{\"pong\":true}");

    intake.status.complete(ScriptedIntake.STATUS);
    channel.runPendingTasks();
    assertThat(lines())
        .satisfiesExactly(
            status -> assertThat(status).startsWith("{\"version\":\"1\""),
            help -> assertThat(help).startsWith("{\"help\":[\"").endsWith("\"]}"));
  }

  @Test
  void anHttpClientIsToldWhereHttpIs() {
    gateway.ports().httpOpened(4711);
    connect();
    send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(String.join("\n", lines()))
        .startsWith("HTTP/1.1 400 Bad Request\r\n")
        .contains("\r\nConnection: close\r\n\r\n{")
        .contains("this is the task port", "HTTP is on 4711\"");
    assertThat(channel.isActive()).isFalse();
  }

  /** It understands no text: curl would say that it got an error in the framing layer. */
  @Test
  void aClientOfHttp2IsToldWhereHttpIsInItsProtocol() {
    gateway.ports().httpOpened(4711);
    connect();
    send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    assertThat(String.join("\n", lines()))
        .startsWith("\0\0\0\4\0\0\0\0\0" + "\0\0\40\1\4\0\0\0\1" + "\10\003400")
        .contains("this is the task port", "HTTP is on 4711\"")
        .endsWith("\0\0\10\7\0\0\0\0\0" + "\0\0\0\1\0\0\0\15");
    assertThat(channel.isActive()).isFalse();
  }

  @Test
  void aStatusTellsHowManySlavesKeepTheWaitThatItNames() throws Exception {
    connect();
    send("STATUS wait=2s\n");
    intake.status.complete(ScriptedIntake.LOADED);
    channel.runPendingTasks();

    assertThat(StatusJson.read(lines().get(0)).estimate())
        .contains(new Estimate(Duration.ofSeconds(2), 2, 1, false));
  }

  @Test
  void theLabelsAreOneLine() throws Exception {
    ClusterLabels labels =
        new ClusterLabels(
            List.of(new ClusterLabels.Network(Analysis.OBJECTS, List.of("person"), List.of("s1"))));
    connect();
    send("LABELS\n");
    intake.labels.complete(labels);
    channel.runPendingTasks();
    assertThat(LabelsJson.read(lines().get(0))).isEqualTo(labels);
  }

  @Test
  void theBytesOfAnImageWithWrongOptionsArePassedOver() {
    connect();
    for (String wrong : List.of("min-score=0.3 min-score=0.5", "crooked")) {
      send(joined(("ANALYZE size=" + JPEG.length + " " + wrong + "\n").getBytes(UTF_8), JPEG));
    }
    send("PING\n");
    assertThat(lines()).hasSize(3).last().isEqualTo("{\"pong\":true}");
    assertThat(intake.tasks).isEmpty();
  }

  @Test
  void drainIsAnsweredWithTheStateAfterIt() throws Exception {
    connect();
    send("AUTH the-admins-token\nDRAIN name=s1\nRESUME name=\"s 2\"\nDRAIN name=unknown\n");
    channel.runPendingTasks();

    List<String> lines = lines();
    assertThat(lines).hasSize(3);
    for (String line : lines.subList(0, 2)) {
      assertThat(StatusJson.read(line).withMemory(MasterMemory.NONE, PassedOver.NONE))
          .isEqualTo(ScriptedIntake.STATUS);
    }
    assertThat(code(ReplyJson.read(lines.get(2)).reply())).isEqualTo(RejectionCode.BAD_COMMAND);
    assertThat(lines.get(2)).contains("'unknown'").contains("\"seq\":0");
    assertThat(intake.drained).containsExactly("drain s1", "resume s 2", "drain unknown");
  }

  @Test
  void quarantineIsListedAndCleared() throws Exception {
    connect();
    send("AUTH the-admins-token\nQUARANTINE\nQUARANTINE clear=ab\nQUARANTINE clear=all\n");
    channel.runPendingTasks();

    List<String> lines = lines();
    assertThat(lines).hasSize(3);
    assertThat(QuarantineJson.read(lines.get(0))).isEqualTo(ScriptedIntake.QUARANTINED);
    assertThat(lines.get(0)).startsWith("{\"quarantined\":");
    assertThat(QuarantineJson.read(lines.get(1))).hasSize(2);
    assertThat(lines.get(1)).startsWith("{\"cleared\":");
    assertThat(QuarantineJson.read(lines.get(2))).hasSize(3);
  }

  @Test
  void aHashThatFitsNoImageOrSeveralIsRefused() throws Exception {
    connect();
    send("AUTH the-admins-token\nQUARANTINE clear=b\nQUARANTINE clear=a\n");
    channel.runPendingTasks();

    List<String> lines = lines();
    assertThat(code(ReplyJson.read(lines.get(0)).reply())).isEqualTo(RejectionCode.BAD_COMMAND);
    assertThat(lines.get(0)).contains("no quarantined image").contains("'b'");
    assertThat(code(ReplyJson.read(lines.get(1)).reply())).isEqualTo(RejectionCode.BAD_COMMAND);
    assertThat(lines.get(1)).contains("2 quarantined images").contains("'a'");
  }

  @Test
  void theClientTokenListsTheQuarantineAndDoesNotClearIt() {
    gateway =
        gateway(
            new GatewayConfig.Tokens(
                Optional.of("a-clients-token-1"), Optional.of("the-admins-token")),
            1 << 20);
    connect();
    send(
        """
        AUTH a-clients-token-1
        QUARANTINE
        QUARANTINE clear=all
        AUTH the-admins-token
        QUARANTINE clear=ab
        """);
    channel.runPendingTasks();

    List<String> lines = lines();
    assertThat(lines.get(0)).contains("quarantined");
    assertThat(lines.get(1)).contains("UNAUTHORIZED").contains("tasks.admin-token");
    assertThat(intake.cleared).containsExactly("ab");
  }

  @Test
  void theClientTokenDoesNotDrain() throws Exception {
    gateway =
        gateway(
            new GatewayConfig.Tokens(
                Optional.of("a-clients-token-1"), Optional.of("the-admins-token")),
            1 << 20);
    connect();
    send("AUTH a-clients-token-1\nDRAIN name=s1\nPING\nAUTH the-admins-token\nDRAIN name=s2\n");
    channel.runPendingTasks();

    List<String> lines = lines();
    assertThat(lines).hasSize(3);
    assertThat(code(ReplyJson.read(lines.get(0)).reply())).isEqualTo(RejectionCode.UNAUTHORIZED);
    assertThat(lines.get(0)).contains("tasks.admin-token");
    assertThat(lines.get(1)).contains("pong");
    assertThat(intake.drained).containsExactly("drain s2");
  }

  @Test
  void theAdministratorsTokenIsAcceptedByAPortWithoutAClientToken() {
    gateway =
        gateway(
            new GatewayConfig.Tokens(Optional.empty(), Optional.of("the-admins-token")), 1 << 20);
    connect();
    send("DRAIN name=s1\nAUTH wrong\nDRAIN name=s1\nAUTH the-admins-token\nDRAIN name=s2\n");
    channel.runPendingTasks();
    assertThat(lines()).hasSize(1);
    pass(Duration.ofSeconds(1)); // the second refusal answers a guess

    assertThat(lines()).hasSize(2);
    assertThat(intake.drained).containsExactly("drain s2");
  }

  @Test
  void whereThereIsNoAdministratorsTokenNobodyDrains() {
    gateway = gateway(GatewayConfig.Tokens.NONE, 1 << 20);
    connect();
    send("PING\nDRAIN name=s1\nAUTH the-admins-token\nRESUME name=s1\nQUARANTINE clear=all\n");
    channel.runPendingTasks();

    assertThat(lines().subList(1, 4))
        .allMatch(line -> line.contains("UNAUTHORIZED") && line.contains("tasks.admin-token-file"));
    assertThat(intake.drained).isEmpty();
    assertThat(intake.cleared).isEmpty();
  }

  @Test
  void theFormOfAWebPageDoesNothing() {
    connect();
    send(
        String.join(
            "\r\n",
            List.of(
                "POST / HTTP/1.1",
                "Host: localhost:7070",
                "Content-Type: text/plain",
                "",
                "",
                "DRAIN name=s1",
                "SET name=x",
                "STATUS",
                "")));
    channel.runPendingTasks();

    assertThat(String.join("\n", lines())).startsWith("HTTP/1.1 400 ").doesNotContain("\"seq\"");
    assertThat(intake.drained).isEmpty();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void refusedLinesDoNotCountAsImages() throws Exception {
    connect();
    send(joined("SET odd=1\n".getBytes(UTF_8), new byte[] {1, 2}, JPEG, JPEG));
    reply(0);
    reply(1);

    assertThat(numberedReplies()).extracting(NumberedReply::seq).containsExactly(0L, 1L, 2L, 3L);
    assertThat(intake.refused).as("reported to dispatch, for STATUS").hasSize(1);
  }

  @Test
  void everyCommandOfAFloodIsAnswered() {
    connect();
    send("PING\n".repeat(1000));

    assertThat(lines()).hasSize(1000);
  }

  @Test
  void quitEndsTheConnectionWithItsLastReply() {
    connect();
    send(joined(JPEG, "STREAM\nQUIT\nPING\n".getBytes(UTF_8)));
    assertThat(channel.isOpen()).isTrue();

    reply(0);

    assertThat(lines()).hasSize(1);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void withoutTheTokenNothingIsAccepted() throws Exception {
    gateway = gateway(Optional.of("a-clients-token-1"), 1 << 20);
    connect();
    send(JPEG, PNG);

    List<Reply> replies = replies();

    assertThat(replies).hasSize(1);
    assertThat(code(replies.get(0))).isEqualTo(RejectionCode.UNAUTHORIZED);
    assertThat(intake.tasks).isEmpty();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void withTheTokenEverythingIsAccepted() {
    gateway = gateway(Optional.of("a-clients-token-1"), 1 << 20);
    connect();
    send(joined("AUTH a-clients-token-1\n".getBytes(UTF_8), JPEG));
    reply(0);

    assertThat(lines()).hasSize(1);
  }
}
