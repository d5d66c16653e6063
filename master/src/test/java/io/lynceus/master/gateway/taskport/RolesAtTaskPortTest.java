package io.lynceus.master.gateway.taskport;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.joined;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.gateway.GatewayConfig;
import io.lynceus.master.gateway.ScriptedIntake;
import io.lynceus.master.gateway.access.NamedToken;
import io.lynceus.model.Camera;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each role may do by AUTH. */
class RolesAtTaskPortTest extends TaskConnectionFixture {
  private static final String VIEWER = "AUTH viewer-token-012\n";
  private static final String CAMERA = "AUTH camera-token-012\n";
  private static final String OPERATOR = "AUTH operator-token-0\n";

  @BeforeEach
  void open() {
    gateway =
        gateway(
            new GatewayConfig.Tokens(
                Optional.empty(),
                Optional.of("the-admins-token"),
                List.of(
                    NamedToken.of("anna", "viewer", List.of(), "viewer-token-012"),
                    NamedToken.of("gate", "camera", List.of("gate", "yard"), "camera-token-012"),
                    NamedToken.of("otto", "operator", List.of(), "operator-token-0"))),
            1 << 20);
    connect();
    intake.status.complete(ScriptedIntake.STATUS);
  }

  @Test
  void aViewerLooksAndSendsNothing() {
    send(joined((VIEWER + "STATUS\nDRAIN name=s1\n").getBytes(UTF_8), JPEG));
    send("PING\n");
    channel.runPendingTasks();
    assertThat(lines())
        .satisfiesExactly(
            status -> assertThat(status).startsWith("{\"version\""),
            drain -> assertThat(drain).contains("UNAUTHORIZED", "operator or admin"),
            image ->
                assertThat(image)
                    .contains("\"seq\":1", "UNAUTHORIZED", "camera or operator or admin"),
            pong -> assertThat(pong).contains("pong"));
    assertThat(intake.tasks).isEmpty();
    assertThat(intake.drained).isEmpty();
  }

  @Test
  void aCameraSendsItsOwnAndLooksAtNothing() {
    send(joined((CAMERA + "SET camera=gate\n").getBytes(UTF_8), JPEG));
    send(joined("SET camera=safe\n".getBytes(UTF_8), JPEG));
    send("STATUS\nLABELS\nQUARANTINE\n");
    reply(0);
    channel.runPendingTasks();
    List<String> lines = lines();
    assertThat(lines).hasSize(5);
    assertThat(lines.get(1)).contains("UNAUTHORIZED", "(gate, yard)");
    assertThat(lines.subList(2, 5))
        .allMatch(line -> line.contains("UNAUTHORIZED") && line.contains("role camera"));
    assertThat(intake.tasks).hasSize(1);
    assertThat(intake.tasks.get(0).request().ask().camera()).contains(new Camera("gate"));
  }

  @Test
  void aTokenThatIsTakenBackDoesNothingMoreOnAnOpenConnection() {
    send(OPERATOR + "STATUS\n");
    channel.runPendingTasks();
    assertThat(lines()).satisfiesExactly(line -> assertThat(line).startsWith("{\"version\""));

    gateway.token().change("otto", Optional.empty());
    send(joined("STATUS\n".getBytes(UTF_8), JPEG));
    channel.runPendingTasks();
    assertThat(lines())
        .satisfiesExactly(
            status -> assertThat(status).contains("UNAUTHORIZED", "does not count any more"),
            image -> assertThat(image).contains("UNAUTHORIZED", "does not count any more"));
    assertThat(intake.tasks).isEmpty();
  }

  @Test
  void anOperatorDrainsAndDoesNotClearTheQuarantine() {
    send(OPERATOR + "DRAIN name=s1\nQUARANTINE clear=all\nAUTH the-admins-token\n");
    send("QUARANTINE clear=ab\n");
    channel.runPendingTasks();
    assertThat(lines().get(1)).contains("UNAUTHORIZED", "role admin");
    assertThat(intake.drained).containsExactly("drain s1");
    assertThat(intake.cleared).containsExactly("ab");
  }

  @Test
  void aNamedTokenAloneClosesThePort() {
    send("PING\n");
    assertThat(lines())
        .singleElement()
        .satisfies(line -> assertThat(line).contains("UNAUTHORIZED"));
    assertThat(channel.isOpen()).isFalse();
  }
}
