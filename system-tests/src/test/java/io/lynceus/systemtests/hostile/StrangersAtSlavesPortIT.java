package io.lynceus.systemtests.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lynceus.master.MasterConfig;
import io.lynceus.master.MasterDaemon;
import io.lynceus.model.Findings;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import io.lynceus.systemtests.RecordedLog;
import io.lynceus.systemtests.hostile.Strangers.Attack;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections that never authenticate keep no slave out. */
class StrangersAtSlavesPortIT {
  private static final String SECRET = "0123456789abcdef";
  private static final Pattern LISTENING = Pattern.compile(" slaves=\\S*?:(\\d+) http=");

  /** A slave whose place is not given to another has authenticated long before. */
  private static final Duration SOON = Duration.ofSeconds(20);

  /** The start of a frame that may be a hello, as docs/protocol.md has it. */
  private static final String HALF_A_HELLO = "\0\0\0d\1LYNC";

  /** The start of a TLS record that may be a ClientHello (RFC 8446, 5.1). */
  private static final String HALF_A_TLS_HELLO = "\26\3\1\2\0\1\0\1\374\3\3";

  private static final String OF_A_CLIENT = "GET / HTTP/1.1\r\n";

  private final RecordedLog log = new RecordedLog();
  private MasterDaemon master;
  private int port;

  @BeforeEach
  void start() throws Exception {
    Config settings =
        ConfigFactory.parseString(
                "secret = "
                    + SECRET
                    + ", slaves.port = 0, tasks.port = 0, http.port = 0, slaves.connections = 3")
            .withFallback(MasterConfig.defaults())
            .resolve();
    master = MasterDaemon.start(MasterConfig.from(settings), "1.0");
    Matcher listening = LISTENING.matcher(log.with("listening tasks=").get(0));
    assertThat(listening.find()).isTrue();
    port = Integer.parseInt(listening.group(1));
  }

  @AfterEach
  void stop() {
    master.close();
    log.close();
  }

  static Stream<Attack> attacks() {
    Attack silent = Attack.silent(1000);
    return Stream.of(
        Attack.silent(120),
        silent,
        silent.from(250),
        silent.sending(HALF_A_HELLO).dripping(),
        silent.sending(HALF_A_HELLO).dripping().from(250),
        silent.sending(HALF_A_TLS_HELLO),
        silent.sending(OF_A_CLIENT));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void strangersKeepNoSlaveOutNeitherNewNorReturning(Attack attack) throws Exception {
    try (Strangers strangers = new Strangers(port, attack);
        HandmadeSlave first = slave("new")) {
      awaitReady(first);
      try (HandmadeSlave second = slave("another")) {
        awaitReady(second);
      }
      for (int i = 0; i < 3; i++) {
        try (HandmadeSlave again = slave("another")) {
          awaitReady(again);
        }
      }
      assertThat(first.isReady()).as("the first slave keeps its place").isTrue();
      assertThat(strangers.made()).isGreaterThanOrEqualTo(attack.connections());
    }
    assertThat(log.with("joined: ").stream().filter(line -> line.contains("slave new at ")))
        .as("the joining of the first slave")
        .hasSize(1);
  }

  private HandmadeSlave slave(String name) {
    return new HandmadeSlave(
        name,
        port,
        SECRET,
        unit ->
            new UnitDone(
                unit.attempt(),
                Findings.ofPoints(List.of()),
                new UnitTiming(Duration.ZERO, Duration.ZERO)));
  }

  private static void awaitReady(HandmadeSlave slave) {
    await().atMost(SOON).until(slave::isReady);
  }
}
