package io.lynceus.master.slaves;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.common.port.RefusalLog;
import io.lynceus.master.MasterDefaults;
import io.lynceus.master.dispatch.DispatchConfig.Liveness;
import io.lynceus.master.dispatch.SlaveEvents;
import io.lynceus.master.dispatch.state.RemoteSlave;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.MasterMessage.ImageAnnounced;
import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.MasterMessage.Welcome;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.wire.HandshakeDone;
import io.lynceus.protocol.wire.ImageChunk;
import io.lynceus.protocol.wire.WireException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection without handshake and codec, which have tests of their own. */
class SlaveConnectionTest {
  private static final ImageHeader HEADER = new ImageHeader(ImageFormat.JPEG, 8, 8, 1);
  private static final Register REGISTER =
      new Register("s1", 7, "1", 3, List.of(AnalysisDescriptor.FACES));
  private static final Welcome WELCOME =
      new Welcome("1", Duration.ofMillis(500), Duration.ofSeconds(5));

  private static final Liveness LIVENESS =
      new Liveness(Duration.ofMillis(500), Duration.ofMillis(1800), Duration.ofSeconds(4));

  private static final int TICK = 1;

  private final List<String> events = new ArrayList<>();
  private final List<RemoteSlave> joined = new ArrayList<>();
  private final EmbeddedChannel channel = new EmbeddedChannel();

  private Heartbeats heartbeats;

  @BeforeEach
  void addConnection() {
    channel.freezeTime(); // Only the test moves time, however slow the machine.
    heartbeats =
        Heartbeats.start(
            channel.eventLoop(), LIVENESS, beat -> Unpooled.copyLong(beat.sequence()).asReadOnly());
    SlaveEvents listener =
        new SlaveEvents() {
          @Override
          public void joined(RemoteSlave slave, Register registration) {
            joined.add(slave);
            events.add("joined " + registration.name());
          }

          @Override
          public void received(RemoteSlave slave, SlaveMessage message) {
            assertThat(slave).isSameAs(joined.get(0));
            events.add(message.toString());
          }

          @Override
          public void lost(RemoteSlave slave, String reason) {
            assertThat(slave).isSameAs(joined.get(0));
            events.add("lost: " + reason);
          }
        };
    channel
        .pipeline()
        .addLast(
            new SlaveConnection(
                channel,
                LIVENESS,
                listener,
                new RefusalLog("slaves' port", InstantSource.system()),
                new SlaveConnectionLimit(MasterDefaults.SLAVES.limits(), System::nanoTime)
                    .admit(InetAddress.getLoopbackAddress(), () -> {})
                    .orElseThrow(),
                heartbeats));
  }

  /** Moves time on as a loop would, so that every timer runs when it is due. */
  private void pass(Duration time) {
    for (long left = time.toMillis(); left > 0; left -= TICK) {
      channel.advanceTimeBy(Math.min(TICK, left), TimeUnit.MILLISECONDS);
      channel.runScheduledPendingTasks();
    }
  }

  private RemoteSlave join() {
    channel.pipeline().fireUserEventTriggered(new HandshakeDone("1"));
    channel.writeInbound(REGISTER);
    return joined.get(0);
  }

  /** All that was written since the last call, in its order. */
  private List<Object> written() {
    channel.runPendingTasks();
    List<Object> written = new ArrayList<>();
    for (Object one = channel.readOutbound(); one != null; one = channel.readOutbound()) {
      written.add(one);
    }
    return written;
  }

  @Test
  void eventsComeInTheirOrderAndLostOnce() {
    RemoteSlave slave = join();
    channel.writeInbound(new UnitStarted(1), new Draining());
    channel.finish();
    slave.close("no more");
    channel.runPendingTasks();
    assertThat(events)
        .containsExactly(
            "joined s1", "UnitStarted[attempt=1]", "Draining[]", "lost: the connection was closed");
  }

  @Test
  void theFirstMessageIsTheRegistration() {
    channel.pipeline().fireUserEventTriggered(new HandshakeDone("1"));
    channel.writeInbound(new UnitStarted(1), REGISTER);
    assertThat(channel.isOpen()).isFalse();
    assertThat(events).isEmpty();
  }

  @Test
  void aSecondRegistrationEndsTheConnection() {
    join();
    channel.writeInbound(REGISTER, new UnitStarted(1));
    assertThat(channel.isOpen()).isFalse();
    assertThat(events).containsExactly("joined s1", "lost: it registered twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "s 1", "\u202e1s", "a\u2028b", "\u001b[2J", "\u00e9", "<b>"})
  void aNameThatWouldSpoilTheLogIsRefused(String name) {
    channel.writeInbound(new Register(name, 7, "1", 1, List.of()));
    assertThat(channel.isOpen()).isFalse();
    assertThat(events).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1\n", "1\u2028", "\u202e1"})
  void aVersionThatWouldSpoilTheLogIsRefused(String version) {
    channel.writeInbound(new Register("s1", 7, version, 1, List.of()));
    assertThat(channel.isOpen()).isFalse();
    assertThat(events).isEmpty();
  }

  @Test
  void aFaultOnTheWireEndsTheConnectionAndIsTheReason() {
    join();
    channel.pipeline().fireExceptionCaught(new WireException("bad bytes"));
    assertThat(channel.isOpen()).isFalse();
    assertThat(events).containsExactly("joined s1", "lost: bad bytes");
  }

  @Test
  void nothingThatFollowsAFaultCounts() {
    // With TLS in front, a connection lives on for a while after it is told to close.
    channel
        .pipeline()
        .addFirst(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void close(ChannelHandlerContext ctx, ChannelPromise promise) {}
            });
    join();
    channel.pipeline().fireExceptionCaught(new WireException("bad bytes"));
    channel.writeInbound(new UnitStarted(1));
    assertThat(events).containsExactly("joined s1");
  }

  @Test
  void aSilentSlaveIsLost() {
    join();
    pass(LIVENESS.silence());
    assertThat(channel.isOpen()).isTrue();
    pass(LIVENESS.heartbeat().plusMillis(100));
    assertThat(events).containsExactly("joined s1", "lost: nothing was heard of it for too long");
  }

  /** As after a pause of the master: its clocks ring before it reads what waits. */
  @Test
  void aSlaveWhoseMessagesWaitToBeReadIsNotSilent() {
    join();
    channel.advanceTimeBy(1, TimeUnit.HOURS);
    channel.runScheduledPendingTasks();
    channel.writeInbound(new UnitStarted(1));
    pass(LIVENESS.silence().minusMillis(100));
    assertThat(channel.isOpen()).isTrue();
    assertThat(events).noneMatch(event -> event.startsWith("lost"));
  }

  @Test
  void nothingIsKeptOfAConnectionThatIsGone() {
    join();
    assertThat(heartbeats.connections()).isEqualTo(1);
    channel.finish();
    assertThat(heartbeats.connections()).isZero();
  }

  /** As of a client at the wrong port. */
  @Test
  void nothingIsKeptOfAStrangerWhoIsOnlyTold() {
    channel.pipeline().removeLast();
    assertThat(heartbeats.connections()).isZero();
  }

  @Test
  void aStrangerThatIsSilentIsClosedToo() {
    pass(LIVENESS.silence().plus(LIVENESS.heartbeat()).plusMillis(100));
    assertThat(channel.isOpen()).isFalse();
    assertThat(events).isEmpty();
  }

  @Test
  void dispatchClosesForAReasonOfItsOwn() {
    join().close("it is a suspect");
    channel.runPendingTasks();
    assertThat(events).containsExactly("joined s1", "lost: it is a suspect");
  }

  @Test
  void heartbeatsBeginWithTheWelcome() {
    RemoteSlave slave = join();
    pass(Duration.ofSeconds(2));
    assertThat(written()).isEmpty();

    slave.send(WELCOME);
    assertThat(written()).containsExactly(WELCOME);
    List<Object> beats = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      pass(LIVENESS.silence().dividedBy(4));
      beats.addAll(written());
      channel.writeInbound(new UnitStarted(1)); // it is not silent itself
    }
    assertThat(beats).as("one in a quarter of the silence").hasSizeBetween(9, 11);
    assertThat(beats)
        .allSatisfy(
            beat -> {
              assertThat(((ByteBuf) beat).readableBytes()).isEqualTo(Long.BYTES);
              ((ByteBuf) beat).release();
            });
  }

  @Test
  void aSlaveThatDoesNotReadGetsNoHeartbeats() {
    RemoteSlave slave = join();
    slave.send(WELCOME);
    assertThat(written()).containsExactly(WELCOME);
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    pass(Duration.ofSeconds(3));
    assertThat(written()).isEmpty();
  }

  @Test
  void anImageIsAnnouncedBeforeItsChunks() {
    join().sendImage(4, HEADER, ByteBuffer.allocate(ImageChunk.MAX_BYTES + 1));
    List<Object> written = written();
    assertThat(written.get(0)).isEqualTo(new ImageAnnounced(4, ImageChunk.MAX_BYTES + 1, HEADER));
    assertThat(chunkTasks(written)).containsExactly(4L, 4L);
  }

  @Test
  void noChunksAreWrittenToAChannelThatIsNotWritableAndMessagesOvertakeThem() {
    RemoteSlave slave = join();
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    slave.sendImage(4, HEADER, ByteBuffer.allocate(1));
    slave.send(new CancelUnit(9));
    assertThat(written()).containsExactly(new ImageAnnounced(4, 1, HEADER), new CancelUnit(9));

    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
    assertThat(chunkTasks(written())).containsExactly(4L);
  }

  @Test
  void theImageOfAClosedTaskIsNotSentFurther() {
    RemoteSlave slave = join();
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    // One at a time: an embedded channel runs posted tasks in the middle of a write.
    slave.sendImage(4, HEADER, ByteBuffer.allocate(1));
    written();
    slave.sendImage(5, HEADER, ByteBuffer.allocate(1));
    written();
    slave.send(new TaskClosed(4));
    written();
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
    assertThat(chunkTasks(written())).containsExactly(5L);
  }

  @Test
  void nothingIsThrownAndNothingSentWhenTheConnectionIsGone() {
    RemoteSlave slave = join();
    channel.finish();
    slave.send(WELCOME);
    slave.sendImage(1, HEADER, ByteBuffer.allocate(1));
    slave.close("late");
    assertThat(written()).isEmpty();
    assertThat(events).containsExactly("joined s1", "lost: the connection was closed");
  }

  private static List<Long> chunkTasks(List<Object> written) {
    return written.stream()
        .filter(ImageChunk.class::isInstance)
        .map(chunk -> ((ImageChunk) chunk).task())
        .toList();
  }
}
