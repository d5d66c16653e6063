package io.lynceus.slave.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.MemoryUse;
import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.MasterMessage.MasterHeartbeat;
import io.lynceus.protocol.message.MasterMessage.Welcome;
import io.lynceus.protocol.message.Processors;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.wire.HandshakeDone;
import io.lynceus.protocol.wire.ImageChunk;
import io.lynceus.protocol.wire.WireException;
import io.lynceus.slave.work.UnitService;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.EncoderException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens behind handshake and codec, which are tested for themselves. */
class MasterConnectionTest {
  private static final Register REGISTER =
      new Register("s1", 7, "1", 3, List.of(AnalysisDescriptor.FACES));
  private static final SlaveHeartbeat LOAD = new SlaveHeartbeat(1, 2, new MemoryUse(3, 4, 5, 6, 7));
  private static final Welcome WELCOME =
      new Welcome("1", Duration.ofMillis(500), Duration.ofSeconds(2));

  private final List<String> events = new ArrayList<>();
  private final List<UnitService.Reporter> reporters = new ArrayList<>();
  private final EmbeddedChannel channel = new EmbeddedChannel();

  @BeforeEach
  void addConnection() {
    channel.freezeTime(); // It passes by the test's hand only, however slow the machine.
    channel
        .pipeline()
        .addLast(MasterConnection.silenceWatch(MasterConnection.FIRST_SILENCE))
        .addLast(new MasterConnection(channel, REGISTER, new Work(), new Watcher()));
  }

  /** Writes down what it is told. */
  private final class Work implements UnitService {
    @Override
    public void connected(Reporter reporter) {
      reporters.add(reporter);
      events.add("connected");
    }

    @Override
    public void disconnected() {
      events.add("disconnected");
    }

    @Override
    public void handle(MasterMessage message) {
      events.add(message.toString());
    }

    @Override
    public void imageChunk(long task, ByteBuffer bytes) {
      events.add("chunk of " + task + ": " + bytes.remaining());
    }

    @Override
    public SlaveHeartbeat load() {
      return LOAD;
    }

    @Override
    public int slots() {
      return 3;
    }

    @Override
    public Processors processors() {
      return Processors.of(3);
    }
  }

  private final class Watcher implements MasterConnection.Watcher {
    @Override
    public void welcomed(Welcome welcome) {
      events.add("ready");
    }

    @Override
    public void gone(String reason) {
      events.add("gone: " + reason);
    }
  }

  private void welcome() {
    channel.pipeline().fireUserEventTriggered(new HandshakeDone("1"));
    assertThat(channel.<Object>readOutbound()).isEqualTo(REGISTER);
    channel.writeInbound(WELCOME);
    assertThat(events).containsExactly("connected", "ready");
    events.clear();
  }

  @Test
  void nothingIsSaidBeforeTheHandshakeAndThenTheRegistration() {
    assertThat(channel.<Object>readOutbound()).isNull();
    channel.pipeline().fireUserEventTriggered(new HandshakeDone("1"));
    assertThat(channel.<Object>readOutbound()).isEqualTo(REGISTER);
    assertThat(events).isEmpty();
  }

  @Test
  void ordersAndChunksReachTheWorkInTheirOrderAndHeartbeatsDoNot() {
    welcome();
    ByteBuf bytes = Unpooled.buffer().writeBytes(new byte[7]);
    channel.writeInbound(
        new CancelUnit(1), new MasterHeartbeat(1), new ImageChunk(5, bytes), new CancelUnit(2));
    assertThat(events)
        .containsExactly("CancelUnit[attempt=1]", "chunk of 5: 7", "CancelUnit[attempt=2]");
    assertThat(bytes.refCnt()).isZero();
  }

  @Test
  void heartbeatsGoOutAtTheIntervalOfTheWelcome() {
    welcome();
    channel.advanceTimeBy(500, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.<Object>readOutbound()).isEqualTo(LOAD);
    assertThat(channel.<Object>readOutbound()).isNull();
  }

  @Test
  void aMasterThatIsSilentForLongerThanItsWelcomeSaidIsGone() {
    welcome();
    channel.advanceTimeBy(1_999, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isTrue();
    channel.advanceTimeBy(2, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(events)
        .containsExactly("disconnected", "gone: nothing was heard of it for too long");
  }

  @Test
  void aMasterThatNeverWelcomesIsGoneAfterFiveSeconds() {
    channel.pipeline().fireUserEventTriggered(new HandshakeDone("1"));
    channel.advanceTimeBy(5_001, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(events).containsExactly("gone: nothing was heard of it for too long");
  }

  @Test
  void aMasterThatClosesBeforeItHasProvedItselfIsSaidToHaveDoneSo() {
    channel.finish();
    assertThat(events).containsExactly("gone: it closed the connection during the handshake");
  }

  @Test
  void ordersBeforeTheWelcomeEndTheConnection() {
    channel.pipeline().fireUserEventTriggered(new HandshakeDone("1"));
    channel.writeInbound(new CancelUnit(1), WELCOME);
    assertThat(events).containsExactly("gone: its first message was no welcome");
  }

  @Test
  void chunksBeforeTheWelcomeEndTheConnection() {
    channel.pipeline().fireUserEventTriggered(new HandshakeDone("1"));
    ByteBuf bytes = Unpooled.buffer().writeByte(1);
    channel.writeInbound(new ImageChunk(1, bytes));
    assertThat(events).containsExactly("gone: it sent an image before its welcome");
    assertThat(bytes.refCnt()).isZero();
  }

  @Test
  void aSecondWelcomeEndsTheConnection() {
    welcome();
    channel.writeInbound(WELCOME);
    assertThat(events)
        .containsExactly("disconnected", "gone: its welcome makes no sense: " + WELCOME);
  }

  @Test
  void aWelcomeWhoseSilenceIsNotLongerThanItsHeartbeatEndsTheConnection() {
    channel.pipeline().fireUserEventTriggered(new HandshakeDone("1"));
    Welcome welcome = new Welcome("1", Duration.ofSeconds(2), Duration.ofSeconds(2));
    channel.writeInbound(welcome);
    assertThat(events).containsExactly("gone: its welcome makes no sense: " + welcome);
  }

  @Test
  void reportsAreSentInTheirOrderAndDroppedWhenTheConnectionIsGone() {
    welcome();
    reporters.get(0).report(new UnitStarted(1));
    reporters.get(0).report(new Draining());
    channel.runPendingTasks();
    assertThat(channel.<Object>readOutbound()).isEqualTo(new UnitStarted(1));
    assertThat(channel.<Object>readOutbound()).isEqualTo(new Draining());
    channel.finish();
    reporters.get(0).report(new UnitStarted(2));
    channel.runPendingTasks();
    assertThat(channel.<Object>readOutbound()).isNull();
  }

  @Test
  void aResultThatCannotBeEncodedBecomesAFailure() {
    channel
        .pipeline()
        .addFirst(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise)
                  throws Exception {
                if (message instanceof UnitFailed failed && failed.message().length() > 1024) {
                  throw new EncoderException(new WireException("too long"));
                }
                super.write(ctx, message, promise);
              }
            });
    welcome();
    reporters.get(0).report(new UnitFailed(8, FailureReason.UNREADABLE_IMAGE, "x".repeat(1025)));
    channel.runPendingTasks();
    assertThat(channel.<UnitFailed>readOutbound())
        .satisfies(
            failed -> {
              assertThat(failed.attempt()).isEqualTo(8);
              assertThat(failed.reason()).isEqualTo(FailureReason.ANALYSIS_FAILED);
            });
    assertThat(channel.isOpen()).isTrue();
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
    welcome();
    channel.pipeline().fireExceptionCaught(new WireException("bad bytes"));
    ByteBuf bytes = Unpooled.buffer().writeByte(1);
    channel.writeInbound(new CancelUnit(1), new ImageChunk(1, bytes));
    assertThat(events).isEmpty();
    assertThat(bytes.refCnt()).isZero();
  }

  @Test
  void aFaultOnTheWireEndsTheConnection() {
    welcome();
    channel.pipeline().fireExceptionCaught(new WireException("bad bytes"));
    assertThat(events).containsExactly("disconnected", "gone: bad bytes");
  }
}
