package io.lynceus.protocol.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
  private static final ClusterSecret SECRET = ClusterSecret.of("0123456789abcdef");
  private static final ClusterSecret OTHER_SECRET = ClusterSecret.of("0123456789abcdeg");
  private static final SecureRandom RANDOM = new SecureRandom();

  /** One end, with what its connection's own handler would have been told. */
  private static final class End {
    final List<Object> events = new ArrayList<>();
    final List<Throwable> faults = new ArrayList<>();
    final EmbeddedChannel channel = new EmbeddedChannel();

    End(Role role, Handshake handshake) {
      MessageCodec codec = new MessageCodec();
      // Before the handshake begins: from here on time passes only by the test's hand.
      channel.freezeTime();
      channel
          .pipeline()
          .addLast(
              new FrameDecoder(Duration.ofSeconds(30)),
              new FrameEncoder(codec),
              new HandshakeHandler(role, handshake, Duration.ofSeconds(5), codec),
              new ChannelInboundHandlerAdapter() {
                @Override
                public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                  events.add(event);
                }

                @Override
                public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                  faults.add(cause);
                }
              });
    }

    /** Takes all that this end has written. */
    ByteBuf sent() {
      ByteBuf all = Unpooled.buffer();
      for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
        all.writeBytes(part);
        part.release();
      }
      return all;
    }

    boolean isDone() {
      return !events.isEmpty();
    }

    void assertRefused(String why) {
      assertThat(events).isEmpty();
      assertThat(faults).hasSize(1);
      assertThat(faults.get(0)).isInstanceOf(HandshakeException.class).hasMessageContaining(why);
    }
  }

  private static End end(Role role, ClusterSecret secret) {
    return new End(role, Handshake.begin(role, secret, "1.0", RANDOM));
  }

  private static End end(Role role, int protocol, String software, byte[] schema)
      throws HandshakeException {
    byte[] hello = Hello.write(protocol, software, role, new byte[Hello.CHALLENGE_BYTES], schema);
    return new End(role, new Handshake(role, SECRET, Hello.read(hello)));
  }

  /** Carries bytes back and forth until both are silent. */
  private static void connect(End slave, End master) {
    ByteBuf toMaster = slave.sent();
    while (toMaster.isReadable()) {
      master.channel.writeInbound(toMaster);
      ByteBuf toSlave = master.sent();
      if (toSlave.isReadable()) {
        slave.channel.writeInbound(toSlave);
      }
      toMaster = slave.sent();
    }
  }

  @Test
  void twoThatKnowTheSecretUnderstandEachOther() {
    End slave = end(Role.SLAVE, SECRET);
    End master = end(Role.MASTER, SECRET);
    connect(slave, master);
    assertThat(slave.events).containsExactly(new HandshakeDone("1.0"));
    assertThat(master.events).containsExactly(new HandshakeDone("1.0"));

    slave.channel.writeOutbound(new Draining());
    master.channel.writeInbound(slave.sent());
    assertThat(master.channel.<Object>readInbound()).isEqualTo(new Draining());
    master.channel.writeOutbound(new TaskClosed(1));
    slave.channel.writeInbound(master.sent());
    assertThat(slave.channel.<Object>readInbound()).isEqualTo(new TaskClosed(1));
  }

  @Test
  void aWrongSecretIsRefusedAndBothSidesSayIt() {
    End slave = end(Role.SLAVE, OTHER_SECRET);
    End master = end(Role.MASTER, SECRET);
    connect(slave, master);
    master.assertRefused(
        "its secret is not the one of this side: give both the same (it runs Lynceus 1.0)");
    slave.assertRefused("it refuses the secret of this side");
  }

  @Test
  void aSlaveRefusesAMasterThatCannotProveItself() {
    End slave = end(Role.SLAVE, SECRET);
    End impostor = end(Role.MASTER, SECRET);
    ByteBuf hello = slave.sent();
    impostor.channel.writeInbound(hello);
    slave.channel.writeInbound(impostor.sent());
    slave.channel.writeInbound(frame(FrameType.PROOF, new byte[ClusterSecret.PROOF_BYTES]));
    slave.assertRefused(
        "its secret is not the one of this side: give both the same (it runs Lynceus 1.0)");
  }

  @Test
  void theMasterShowsAStrangerNothingThatWasComputedWithTheSecret() {
    End slave = end(Role.SLAVE, OTHER_SECRET);
    End master = end(Role.MASTER, SECRET);
    master.channel.writeInbound(slave.sent());
    ByteBuf hello = master.sent();
    assertThat(hello.getByte(4)).isEqualTo(FrameType.HELLO.code());
    slave.channel.writeInbound(hello.duplicate());
    master.channel.writeInbound(slave.sent());
    assertThat(master.sent()).isEqualTo(frame(FrameType.REFUSAL, new byte[] {1}));
  }

  @Test
  void thereIsOneTryToAConnection() {
    End slave = end(Role.SLAVE, SECRET);
    End master = end(Role.MASTER, SECRET);
    master.channel.writeInbound(slave.sent());
    slave.channel.writeInbound(master.sent());
    ByteBuf wrong = frame(FrameType.PROOF, new byte[ClusterSecret.PROOF_BYTES]);
    master.channel.writeInbound(wrong.writeBytes(slave.sent()));
    master.assertRefused("its secret is not the one of this side");
  }

  @Test
  void aRecordedHandshakeIsOfNoUseLater() {
    End slave = end(Role.SLAVE, SECRET);
    End master = end(Role.MASTER, SECRET);
    ByteBuf hello = slave.sent();
    master.channel.writeInbound(hello.copy());
    slave.channel.writeInbound(master.sent());
    ByteBuf proof = slave.sent();
    master.channel.writeInbound(proof.copy());
    assertThat(master.isDone()).isTrue();

    End later = end(Role.MASTER, SECRET);
    later.channel.writeInbound(hello);
    later.channel.writeInbound(proof);
    later.assertRefused("its secret");
  }

  @Test
  void aSlavesOwnFramesSentBackAreRefused() {
    End slave = end(Role.SLAVE, SECRET);
    slave.channel.writeInbound(slave.sent());
    slave.assertRefused("it is not a master");
  }

  @Test
  void aSlavesProofSentBackIsNoProofOfTheMaster() {
    End slave = end(Role.SLAVE, SECRET);
    End master = end(Role.MASTER, SECRET);
    master.channel.writeInbound(slave.sent());
    slave.channel.writeInbound(master.sent());
    slave.channel.writeInbound(slave.sent());
    slave.assertRefused("its secret");
  }

  @Test
  void anAlteredHelloMakesTheProofsWorthless() {
    End slave = end(Role.SLAVE, SECRET);
    End master = end(Role.MASTER, SECRET);
    ByteBuf hello = slave.sent();
    // The software version stands at 5 + 7: "1.0" becomes "9.0".
    master.channel.writeInbound(hello.setByte(12, '9'));
    slave.channel.writeInbound(master.sent());
    master.channel.writeInbound(slave.sent());
    master.assertRefused("give both the same (it runs Lynceus 9.0)");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 65_535})
  void differentProtocolsAreNamedOnBothSides(int protocol) throws HandshakeException {
    End slave = end(Role.SLAVE, protocol, "7.7", Schema.hash());
    End master = end(Role.MASTER, SECRET);
    connect(slave, master);
    master.assertRefused(
        "it speaks protocol " + protocol + " (Lynceus 7.7) and this side protocol 1 (Lynceus 1.0)");
    slave.assertRefused(
        "it speaks protocol 1 (Lynceus 1.0) and this side protocol " + protocol + " (Lynceus 7.7)");
  }

  @Test
  void aHelloOfALaterProtocolNeedsToShareOnlyItsBeginning() {
    End master = end(Role.MASTER, SECRET);
    byte[] hello =
        Unpooled.buffer()
            .writeBytes("LYNC".getBytes(US_ASCII))
            .writeShort(3)
            .writeByte(1)
            .writeByte('9')
            .writeBytes(new byte[200])
            .copy()
            .array();
    master.channel.writeInbound(frame(FrameType.HELLO, hello));
    master.assertRefused("it speaks protocol 3 (Lynceus 9)");
  }

  @Test
  void differentSchemasAreNamedOnBothSides() throws HandshakeException {
    End slave = end(Role.SLAVE, 1, "7.7", new byte[Schema.HASH_BYTES]);
    End master = end(Role.MASTER, SECRET);
    connect(slave, master);
    master.assertRefused("schema 00000000 (Lynceus 7.7)");
    slave.assertRefused("of this side 00000000 (Lynceus 7.7)");
  }

  @Test
  void aSecondHelloIsRefused() {
    End slave = end(Role.SLAVE, SECRET);
    End master = end(Role.MASTER, SECRET);
    ByteBuf hello = slave.sent();
    master.channel.writeInbound(hello.copy());
    master.channel.writeInbound(hello);
    master.assertRefused("hello twice");
  }

  @Test
  void aProofBeforeTheHelloIsRefused() {
    End master = end(Role.MASTER, SECRET);
    master.channel.writeInbound(frame(FrameType.PROOF, new byte[32]));
    master.assertRefused("a proof before its hello");
  }

  @Test
  void whatDoesNotSpeakLynceusIsRefusedWithoutAWord() {
    End master = end(Role.MASTER, SECRET);
    master.channel.writeInbound(frame(FrameType.HELLO, "GET / HTTP".getBytes(US_ASCII)));
    master.assertRefused("it does not speak Lynceus");
    assertThat(master.sent().isReadable()).isFalse();
  }

  @Test
  void aVersionThatWouldSpoilTheLogIsRefused() {
    byte[] hello =
        Hello.write(1, "1\n2", Role.SLAVE, new byte[Hello.CHALLENGE_BYTES], Schema.hash());
    End master = end(Role.MASTER, SECRET);
    master.channel.writeInbound(frame(FrameType.HELLO, hello));
    master.assertRefused("its hello is damaged");
  }

  @Test
  void everyCutOffHelloIsRefused() {
    byte[] hello =
        Hello.write(1, "1.0", Role.SLAVE, new byte[Hello.CHALLENGE_BYTES], Schema.hash());
    for (int length = 0; length < hello.length; length++) {
      End master = end(Role.MASTER, SECRET);
      master.channel.writeInbound(frame(FrameType.HELLO, Arrays.copyOf(hello, length)));
      assertThat(master.isDone()).isFalse();
      assertThat(master.faults).hasSize(1);
      assertThat(master.faults.get(0)).isInstanceOf(HandshakeException.class);
    }
  }

  @Test
  void whoeverSaysNothingIsRefusedWhenTheTimeIsUp() {
    End master = end(Role.MASTER, SECRET);
    master.channel.advanceTimeBy(4_999, TimeUnit.MILLISECONDS);
    master.channel.runScheduledPendingTasks();
    assertThat(master.faults).isEmpty();
    master.channel.advanceTimeBy(2, TimeUnit.MILLISECONDS);
    master.channel.runScheduledPendingTasks();
    master.assertRefused("the handshake took more than 5000 ms");
  }

  @Test
  void afterTheHandshakeItsTimeIsNoLongerLimited() {
    End slave = end(Role.SLAVE, SECRET);
    End master = end(Role.MASTER, SECRET);
    connect(slave, master);
    master.channel.advanceTimeBy(1, TimeUnit.HOURS);
    master.channel.runScheduledPendingTasks();
    assertThat(master.faults).isEmpty();
  }

  private static ByteBuf frame(FrameType type, byte[] payload) {
    return Unpooled.buffer()
        .writeInt(1 + payload.length)
        .writeByte(type.code())
        .writeBytes(payload);
  }
}
