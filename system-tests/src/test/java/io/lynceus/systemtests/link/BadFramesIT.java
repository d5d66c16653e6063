package io.lynceus.systemtests.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.master.slaves.SlavesPort;
import io.lynceus.master.slaves.SlavesPortConfig.Limits;
import io.lynceus.systemtests.LogLines;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Bytes against docs/protocol.md at the slaves' port. The connection ends within a second of the
 * limit that it breaks; a machine under load gets three.
 */
class BadFramesIT {
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final Duration SLACK = Duration.ofSeconds(3);
  private static final int STRANGERS = 50;
  private static final int ROUNDS = 3;
  private static final long MEBIBYTE = 1 << 20;

  /** {@code Register} and {@code Draining} as the tables of the page have them. */
  private static final byte[] REGISTER = {34, 2, 's', '1', 3, '1', '.', '0', 3, 4};

  private static final byte[] DRAINING = {39};

  private final LogLines log = new LogLines();
  private final Ends ends = new Ends();
  private SlavesPort port;

  @BeforeEach
  void open() throws IOException {
    port = ends.master(new Limits(1024, 64, LIMIT, LIMIT), Optional.empty());
  }

  @AfterEach
  void closeAll() throws Exception {
    ends.close();
    log.close();
  }

  @Test
  void beforeTheProofNothingIsWaitedForAndNothingDecoded() throws Exception {
    byte[] garbage = new byte[10_000];
    new Random(1).nextBytes(garbage);
    Map<String, byte[]> attacks =
        Map.of(
            "length 0", Stranger.frame(0, Stranger.HELLO),
            "length -1", Stranger.frame(-1, Stranger.HELLO),
            "length 2^31-1", Stranger.frame(Integer.MAX_VALUE, Stranger.HELLO),
            "a type that there is not", Stranger.frame(10, 99),
            "a message", Stranger.frame(1 + DRAINING.length, Stranger.MESSAGE, DRAINING),
            "a chunk", Stranger.frame(10, Stranger.IMAGE_CHUNK, new byte[9]),
            "a proof before the hello", Stranger.frame(33, Stranger.PROOF, new byte[32]),
            "garbage", garbage);
    for (Map.Entry<String, byte[]> attack : attacks.entrySet()) {
      try (Stranger stranger = new Stranger(port)) {
        long start = System.nanoTime();
        stranger.write(attack.getValue());
        stranger.awaitEnd();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .as(attack.getKey())
            .isLessThan(SLACK);
      }
    }
    assertThat(port.messagesDecoded()).isZero();
    assertThat(ends.events.joined).isEmpty();
  }

  @Test
  void afterTheProofNothingIsLetThroughThatIsAgainstThePage() throws Exception {
    byte[] garbage = new byte[100];
    new Random(2).nextBytes(garbage);
    garbage[0] = 34; // Register, and then anything.
    Map<String, byte[]> attacks =
        Map.of(
            "length 0", Stranger.frame(0, Stranger.MESSAGE),
            "length -1", Stranger.frame(-1, Stranger.MESSAGE),
            "length 2^31-1", Stranger.frame(Integer.MAX_VALUE, Stranger.MESSAGE),
            "a hello", Stranger.frame(101, Stranger.HELLO, new byte[100]),
            "a proof", Stranger.frame(33, Stranger.PROOF, new byte[32]),
            "a chunk, which slaves do not send",
                Stranger.frame(10, Stranger.IMAGE_CHUNK, new byte[9]),
            "garbage", Stranger.frame(101, Stranger.MESSAGE, garbage),
            "another first message than Register", Stranger.frame(2, Stranger.MESSAGE, DRAINING));
    for (Map.Entry<String, byte[]> attack : attacks.entrySet()) {
      try (Stranger stranger = Stranger.proved(port)) {
        long start = System.nanoTime();
        stranger.write(attack.getValue());
        stranger.awaitEnd();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .as(attack.getKey())
            .isLessThan(SLACK);
      }
    }
    assertThat(ends.events.joined).isEmpty();
  }

  @Test
  void aTruncatedFrameEndsWithItsConnectionAndIsNoMessage() throws Exception {
    try (Stranger stranger = registered()) {
      stranger.write(Stranger.frame(1000, Stranger.MESSAGE, DRAINING));
      long decoded = port.messagesDecoded();
      stranger.socket.shutdownOutput();
      stranger.awaitEnd();
      await().until(() -> ends.events.losses.size() == 1);
      assertThat(port.messagesDecoded()).isEqualTo(decoded);
    }
  }

  @Test
  void aDrippingStrangerEndsAtTheLimitOfTheHandshake() throws Exception {
    try (Stranger stranger = new Stranger(port)) {
      assertThat(drip(stranger, Stranger.frame(200, Stranger.HELLO, new byte[199])))
          .isBetween(LIMIT.minusMillis(100), LIMIT.plus(SLACK));
    }
    await().until(() -> log.with("the handshake took more than 1000 ms").size() == 1);
  }

  @Test
  void aDrippingFrameEndsAtItsOwnLimitThoughItIsNeverSilent() throws Exception {
    try (Stranger stranger = registered()) {
      assertThat(drip(stranger, Stranger.frame(8 << 20, Stranger.MESSAGE, new byte[9999])))
          .isBetween(LIMIT.minusMillis(100), LIMIT.plus(SLACK));
    }
    await().until(() -> ends.events.losses.size() == 1);
    assertThat(ends.events.losses).containsExactly("a frame took more than 1000 ms to arrive");
    assertThat(log.with("lost: a frame took more than 1000 ms to arrive")).hasSize(1);
  }

  /** Sends byte after byte until the connection is gone; tells how long that took. */
  private static Duration drip(Stranger stranger, byte[] bytes) throws InterruptedException {
    long start = System.nanoTime();
    Thread end = new Thread(stranger::awaitEnd);
    end.start();
    try {
      for (int i = 0; i < bytes.length && end.isAlive(); i++) {
        stranger.write(new byte[] {bytes[i]});
        end.join(20);
      }
    } catch (IOException e) {
      end.join();
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private Stranger registered() throws Exception {
    Stranger stranger = Stranger.proved(port);
    stranger.send(Stranger.MESSAGE, REGISTER);
    await().until(() -> !ends.events.joined.isEmpty());
    return stranger;
  }

  @Test
  void manyOfThemTakeLessThanAMebibyteAndFewLines() throws Exception {
    hold(); // What is made once, for all that come, is made now.
    int linesBefore = log.with("refused").size();
    long start = System.nanoTime();
    long grown = Long.MAX_VALUE;
    // The least of some rounds: what other threads allocate meanwhile counts in all, bytes of
    // strangers that are kept would count in each.
    for (int round = 0; round < ROUNDS; round++) {
      long before = used();
      grown = Math.min(grown, hold() - before);
    }
    System.out.printf("bad frames: %d held at a time took %d KiB%n", STRANGERS, grown >> 10);
    assertThat(grown).isLessThan(MEBIBYTE);
    long seconds = 1 + Duration.ofNanos(System.nanoTime() - start).toSeconds();
    assertThat(log.with("refused").size() - linesBefore).isBetween(1, (int) seconds + 1);
  }

  /** Begins a frame of the largest size that strangers may send in many connections at a time. */
  private long hold() throws IOException {
    List<Stranger> strangers = new ArrayList<>();
    try {
      for (int i = 0; i < STRANGERS; i++) {
        Stranger stranger = new Stranger(port);
        strangers.add(stranger);
        stranger.write(Stranger.frame(257, Stranger.HELLO, new byte[255]));
      }
      long used = used();
      strangers.forEach(Stranger::awaitEnd);
      return used;
    } finally {
      for (Stranger stranger : strangers) {
        stranger.close();
      }
    }
  }

  private static long used() {
    System.gc();
    var metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
        + metric.usedDirectMemory();
  }
}
