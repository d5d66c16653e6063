package io.lynceus.systemtests.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.systemtests.TestMaster;
import io.lynceus.systemtests.hostile.Strangers.Attack;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections that never authenticate keep no slave out. */
class StrangersAtSlavesPortIT {
  /** A slave whose place is not given to another has authenticated long before. */
  private static final Duration SOON = Duration.ofSeconds(20);

  /** The start of a frame that may be a hello, as docs/protocol.md has it. */
  private static final String HALF_A_HELLO = "\0\0\0d\1LYNC";

  /** The start of a TLS record that may be a ClientHello (RFC 8446, 5.1). */
  private static final String HALF_A_TLS_HELLO = "\26\3\1\2\0\1\0\1\374\3\3";

  private static final String OF_A_CLIENT = "GET / HTTP/1.1\r\n";

  private TestMaster master;

  @BeforeEach
  void start() throws Exception {
    master = TestMaster.start("slaves.connections = 3");
  }

  @AfterEach
  void stop() {
    master.close();
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
    try (Strangers strangers = new Strangers(master.ports().slaves(), attack);
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
    assertThat(
            master.log().with("joined: ").stream().filter(line -> line.contains("slave new at ")))
        .as("the joining of the first slave")
        .hasSize(1);
  }

  private HandmadeSlave slave(String name) {
    return new HandmadeSlave(name, master, HandmadeSlave::honest);
  }

  private static void awaitReady(HandmadeSlave slave) {
    await().atMost(SOON).until(slave::isReady);
  }
}
