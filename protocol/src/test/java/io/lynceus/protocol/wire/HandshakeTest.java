package io.lynceus.protocol.wire;

import static io.lynceus.protocol.wire.HandshakeEnd.SECRET;
import static io.lynceus.protocol.wire.HandshakeEnd.connect;
import static io.lynceus.protocol.wire.HandshakeEnd.end;
import static io.lynceus.protocol.wire.HandshakeEnd.frame;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
  private static final ClusterSecret OTHER_SECRET = ClusterSecret.of("0123456789abcdeg");

  @Test
  void twoThatKnowTheSecretUnderstandEachOther() {
    HandshakeEnd slave = end(Role.SLAVE, SECRET);
    HandshakeEnd master = end(Role.MASTER, SECRET);
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
    HandshakeEnd slave = end(Role.SLAVE, OTHER_SECRET);
    HandshakeEnd master = end(Role.MASTER, SECRET);
    connect(slave, master);
    master.assertRefused(
        "its secret is not the one of this side: give both the same (it runs Lynceus 1.0)");
    slave.assertRefused("it refuses the secret of this side");
  }

  @Test
  void aSlaveRefusesAMasterThatCannotProveItself() {
    HandshakeEnd slave = end(Role.SLAVE, SECRET);
    HandshakeEnd impostor = end(Role.MASTER, SECRET);
    ByteBuf hello = slave.sent();
    impostor.channel.writeInbound(hello);
    slave.channel.writeInbound(impostor.sent());
    slave.channel.writeInbound(frame(FrameType.PROOF, new byte[ClusterSecret.PROOF_BYTES]));
    slave.assertRefused(
        "its secret is not the one of this side: give both the same (it runs Lynceus 1.0)");
  }

  @Test
  void theMasterShowsAStrangerNothingThatWasComputedWithTheSecret() {
    HandshakeEnd slave = end(Role.SLAVE, OTHER_SECRET);
    HandshakeEnd master = end(Role.MASTER, SECRET);
    master.channel.writeInbound(slave.sent());
    ByteBuf hello = master.sent();
    assertThat(hello.getByte(4)).isEqualTo(FrameType.HELLO.code());
    slave.channel.writeInbound(hello.duplicate());
    master.channel.writeInbound(slave.sent());
    assertThat(master.sent()).isEqualTo(frame(FrameType.REFUSAL, new byte[] {1}));
  }

  @Test
  void thereIsOneTryToAConnection() {
    HandshakeEnd slave = end(Role.SLAVE, SECRET);
    HandshakeEnd master = end(Role.MASTER, SECRET);
    master.channel.writeInbound(slave.sent());
    slave.channel.writeInbound(master.sent());
    ByteBuf wrong = frame(FrameType.PROOF, new byte[ClusterSecret.PROOF_BYTES]);
    master.channel.writeInbound(wrong.writeBytes(slave.sent()));
    master.assertRefused("its secret is not the one of this side");
  }

  @Test
  void aRecordedHandshakeIsOfNoUseLater() {
    HandshakeEnd slave = end(Role.SLAVE, SECRET);
    HandshakeEnd master = end(Role.MASTER, SECRET);
    ByteBuf hello = slave.sent();
    master.channel.writeInbound(hello.copy());
    slave.channel.writeInbound(master.sent());
    ByteBuf proof = slave.sent();
    master.channel.writeInbound(proof.copy());
    assertThat(master.isDone()).isTrue();

    HandshakeEnd later = end(Role.MASTER, SECRET);
    later.channel.writeInbound(hello);
    later.channel.writeInbound(proof);
    later.assertRefused("its secret");
  }

  @Test
  void aSlavesOwnFramesSentBackAreRefused() {
    HandshakeEnd slave = end(Role.SLAVE, SECRET);
    slave.channel.writeInbound(slave.sent());
    slave.assertRefused("it is not a master");
  }

  @Test
  void aSlavesProofSentBackIsNoProofOfTheMaster() {
    HandshakeEnd slave = end(Role.SLAVE, SECRET);
    HandshakeEnd master = end(Role.MASTER, SECRET);
    master.channel.writeInbound(slave.sent());
    slave.channel.writeInbound(master.sent());
    slave.channel.writeInbound(slave.sent());
    slave.assertRefused("its secret");
  }

  @Test
  void anAlteredHelloMakesTheProofsWorthless() {
    HandshakeEnd slave = end(Role.SLAVE, SECRET);
    HandshakeEnd master = end(Role.MASTER, SECRET);
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
    HandshakeEnd slave = end(Role.SLAVE, protocol, "7.7", Schema.hash());
    HandshakeEnd master = end(Role.MASTER, SECRET);
    connect(slave, master);
    master.assertRefused(
        "it speaks protocol " + protocol + " (Lynceus 7.7) and this side protocol 1 (Lynceus 1.0)");
    slave.assertRefused(
        "it speaks protocol 1 (Lynceus 1.0) and this side protocol " + protocol + " (Lynceus 7.7)");
  }

  @Test
  void aHelloOfALaterProtocolNeedsToShareOnlyItsBeginning() {
    HandshakeEnd master = end(Role.MASTER, SECRET);
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
    HandshakeEnd slave = end(Role.SLAVE, 1, "7.7", new byte[Schema.HASH_BYTES]);
    HandshakeEnd master = end(Role.MASTER, SECRET);
    connect(slave, master);
    master.assertRefused("schema 00000000 (Lynceus 7.7)");
    slave.assertRefused("of this side 00000000 (Lynceus 7.7)");
  }

  @Test
  void aSecondHelloIsRefused() {
    HandshakeEnd slave = end(Role.SLAVE, SECRET);
    HandshakeEnd master = end(Role.MASTER, SECRET);
    ByteBuf hello = slave.sent();
    master.channel.writeInbound(hello.copy());
    master.channel.writeInbound(hello);
    master.assertRefused("hello twice");
  }

  @Test
  void aProofBeforeTheHelloIsRefused() {
    HandshakeEnd master = end(Role.MASTER, SECRET);
    master.channel.writeInbound(frame(FrameType.PROOF, new byte[32]));
    master.assertRefused("a proof before its hello");
  }

  @Test
  void whatDoesNotSpeakLynceusIsRefusedWithoutAWord() {
    HandshakeEnd master = end(Role.MASTER, SECRET);
    master.channel.writeInbound(frame(FrameType.HELLO, "GET / HTTP".getBytes(US_ASCII)));
    master.assertRefused("it does not speak Lynceus");
    assertThat(master.sent().isReadable()).isFalse();
  }

  @Test
  void aVersionThatWouldSpoilTheLogIsRefused() {
    byte[] hello =
        Hello.write(1, "1\n2", Role.SLAVE, new byte[Hello.CHALLENGE_BYTES], Schema.hash());
    HandshakeEnd master = end(Role.MASTER, SECRET);
    master.channel.writeInbound(frame(FrameType.HELLO, hello));
    master.assertRefused("its hello is damaged");
  }

  @Test
  void everyCutOffHelloIsRefused() {
    byte[] hello =
        Hello.write(1, "1.0", Role.SLAVE, new byte[Hello.CHALLENGE_BYTES], Schema.hash());
    for (int length = 0; length < hello.length; length++) {
      HandshakeEnd master = end(Role.MASTER, SECRET);
      master.channel.writeInbound(frame(FrameType.HELLO, Arrays.copyOf(hello, length)));
      assertThat(master.isDone()).isFalse();
      assertThat(master.faults).hasSize(1);
      assertThat(master.faults.get(0)).isInstanceOf(HandshakeException.class);
    }
  }

  @Test
  void aPeerThatSaysNothingIsRefusedWhenTheTimeIsUp() {
    HandshakeEnd master = end(Role.MASTER, SECRET);
    master.channel.advanceTimeBy(4_999, TimeUnit.MILLISECONDS);
    master.channel.runScheduledPendingTasks();
    assertThat(master.faults).isEmpty();
    master.channel.advanceTimeBy(2, TimeUnit.MILLISECONDS);
    master.channel.runScheduledPendingTasks();
    master.assertRefused("the handshake took more than 5000 ms");
  }

  @Test
  void afterTheHandshakeItsTimeIsNoLongerLimited() {
    HandshakeEnd slave = end(Role.SLAVE, SECRET);
    HandshakeEnd master = end(Role.MASTER, SECRET);
    connect(slave, master);
    master.channel.advanceTimeBy(1, TimeUnit.HOURS);
    master.channel.runScheduledPendingTasks();
    assertThat(master.faults).isEmpty();
  }
}
