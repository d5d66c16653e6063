package io.lynceus.systemtests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lynceus.common.http.AllowedHosts;
import io.lynceus.master.MasterConfig;
import io.lynceus.master.MasterDaemon;
import io.lynceus.slave.net.HealthConfig;
import io.lynceus.slave.net.HealthPort;
import io.lynceus.systemtests.RecordedLog;
import io.lynceus.systemtests.hostile.Strangers.Attack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that do not come to their end keep no monitor waiting, at slaves and at the master. */
class HalfRequestsIT {
  private static final Pattern LISTENING = Pattern.compile(" http=\\S*?:(\\d+)");
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
    Config settings =
        ConfigFactory.parseString(
                "secret = 0123456789abcdef, slaves.port = 0, tasks.port = 0, http.port = 0")
            .withFallback(MasterConfig.defaults())
            .resolve();
    try (RecordedLog log = new RecordedLog()) {
      MasterDaemon master = MasterDaemon.start(MasterConfig.from(settings), "1.0");
      try {
        Matcher listening = LISTENING.matcher(log.with("listening tasks=").get(0));
        assertThat(listening.find()).isTrue();
        assertAnswers(Integer.parseInt(listening.group(1)), attack);
      } finally {
        master.close();
      }
    }
  }

  private static void assertAnswers(int port, Attack attack) throws Exception {
    try (Strangers strangers = new Strangers(port, attack)) {
      for (int i = 0; i < MONITORS; i++) {
        for (String path : new String[] {"/healthz", "/metrics"}) {
          assertThat(ask(port, path).statusCode()).as(path).isEqualTo(200);
        }
      }
      assertThat(strangers.made()).isGreaterThanOrEqualTo(attack.connections());
    }
  }

  /** Asks on a connection of its own, as a health check does. */
  private static HttpResponse<String> ask(int port, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .build()
        .send(HttpRequest.newBuilder(uri).timeout(LIMIT).build(), BodyHandlers.ofString());
  }
}
