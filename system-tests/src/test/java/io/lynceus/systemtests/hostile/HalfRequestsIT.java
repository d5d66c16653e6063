package io.lynceus.systemtests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.common.http.AllowedHosts;
import io.lynceus.slave.net.HealthConfig;
import io.lynceus.slave.net.HealthPort;
import io.lynceus.systemtests.HttpPage;
import io.lynceus.systemtests.TestMaster;
import io.lynceus.systemtests.hostile.Strangers.Attack;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that do not come to their end keep no monitor waiting, at slaves and at the master. */
@Tag("story")
class HalfRequestsIT {
  private static final int MONITORS = 20;

  /** Half of what a slave gives half a request, and less than the master does. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static final String HALF_A_HEAD = "GET /healthz HTTP/1.1\r\nHo";
  private static final String HALF_A_BODY =
      "POST /v1/images HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nx";

  static Stream<Attack> attacks() {
    Attack many = Attack.silent(1500);
    return Stream.of(
        Attack.silent(4).sending(HALF_A_HEAD),
        Attack.silent(300).sending(HALF_A_HEAD),
        Attack.silent(300).sending(HALF_A_BODY),
        many,
        many.from(250).sending(HALF_A_HEAD),
        many.from(10).sending("GET /").dripping(),
        many.from(10).sending(HALF_A_BODY).dripping());
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void halfRequestsNeverDelayTheHealthOfASlave(Attack attack) throws Exception {
    try (HealthPort slave =
        HealthPort.open(new HealthConfig("127.0.0.1", 0, false, AllowedHosts.NONE))) {
      slave.serve(() -> true, () -> "up 1\n");
      assertAnswers(slave.address().getPort(), attack);
    }
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void halfRequestsNeverDelayTheHealthOfTheMaster(Attack attack) throws Exception {
    try (TestMaster master = TestMaster.start("")) {
      assertAnswers(master.ports().http(), attack);
    }
  }

  private static void assertAnswers(int port, Attack attack) throws Exception {
    try (Strangers strangers = new Strangers(port, attack)) {
      for (int i = 0; i < MONITORS; i++) {
        for (String path : new String[] {"/healthz", "/metrics"}) {
          assertThat(HttpPage.get(port, path, LIMIT).statusCode()).as(path).isEqualTo(200);
        }
      }
      assertThat(strangers.made()).isGreaterThanOrEqualTo(attack.connections());
    }
  }
}
