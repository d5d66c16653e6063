package io.lynceus.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One end against a peer whose moves the input chooses: its frames as they should be, altered, sent
 * back, too early, joined with others. Only who sends the right frames, all of them and in their
 * order, is let in; before that no message is read, and nothing that was made with the secret
 * leaves the master.
 *
 * <p>An input is the end's role, then moves, each an opcode and two operands.
 */
class HandshakeFuzzTest {
  private static final ClusterSecret SECRET = ClusterSecret.of("0123456789abcdef");
  private static final int MOVE_BYTES = 3;
  private static final int MAX_MOVES = 16;

  static Stream<byte[]> seeds() {
    return Stream.of(0, 1)
        .flatMap(
            role ->
                Stream.of(
                    new byte[] {(byte) (int) role, 0, 0, 0, 1, 0, 0},
                    new byte[] {(byte) (int) role, 0, 0, 0, 1, 0, 0, 5, 0, 0},
                    new byte[] {(byte) (int) role, 2, 9, 1, 3, 0, 0, 4, 0, 5}));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void onlyTheRightFramesInTheirOrderLetIn(byte[] input) {
    if (input.length == 0) {
      return;
    }
    Role role = input[0] % 2 == 0 ? Role.MASTER : Role.SLAVE;
    Game game = new Game(role);
    ByteBuffer moves = ByteBuffer.wrap(input, 1, input.length - 1);
    for (int i = 0; i < MAX_MOVES && moves.remaining() >= MOVE_BYTES && !game.over(); i++) {
      game.move(moves.get(), moves.get() & 0xff, moves.get());
      game.check();
    }
    game.channel.finishAndReleaseAll();
  }

  /** The end, and what its honest peer would send next. */
  private static final class Game {
    final Role role;
    final EmbeddedChannel channel;
    private final List<Object> events = new ArrayList<>();
    private Throwable fault;
    private final List<HandshakeFrame> heard = new ArrayList<>();
    private final Handshake peer;
    private int rightFrames;
    private boolean wrong;

    Game(Role role) {
      this.role = role;
      peer = handshake(role.peer(), (byte) 7);
      MessageCodec codec = new MessageCodec();
      channel =
          new EmbeddedChannel(
              new FrameDecoder(WireEndpoint.FRAME_LIMIT),
              new HandshakeHandler(role, handshake(role, (byte) 8), Duration.ofSeconds(5), codec),
              new ChannelInboundHandlerAdapter() {
                @Override
                public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                  events.add(event);
                }

                @Override
                public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                  // Handlers close at the first fault; what was read with it counts no more.
                  if (fault == null) {
                    fault = cause;
                  }
                }
              });
      hear();
    }

    private static Handshake handshake(Role role, byte challenge) {
      byte[] challenges = new byte[Hello.CHALLENGE_BYTES];
      Arrays.fill(challenges, challenge);
      byte[] hello = Hello.write(Hello.PROTOCOL_VERSION, "1.0", role, challenges, Schema.hash());
      try {
        return new Handshake(role, SECRET, Hello.read(hello));
      } catch (HandshakeException e) {
        throw new AssertionError(e);
      }
    }

    boolean over() {
      return fault != null;
    }

    void move(int opcode, int a, int b) {
      switch (opcode & 7) {
        case 0 -> right(0, frame(FrameType.HELLO, peer.hello()));
        case 1 -> right(1, frame(FrameType.PROOF, proof()));
        case 2 -> send(altered(frame(FrameType.HELLO, peer.hello()), a, b));
        case 3 -> send(altered(frame(FrameType.PROOF, proof()), a, b));
        case 4 -> {
          if (!heard.isEmpty()) {
            HandshakeFrame echo = heard.get(a % heard.size());
            send(frame(echo.type(), echo.payload()));
          }
        }
        case 5 -> send(message());
        case 6 -> send(frame(FrameType.REFUSAL, new byte[] {(byte) b}));
        default -> send(new byte[] {0, 0, (byte) a, (byte) b, 1});
      }
    }

    /** A frame that is right as the one of that number, when nothing wrong went before it. */
    private void right(int number, byte[] frame) {
      if (rightFrames == number && !wrong) {
        rightFrames++;
        deliver(frame);
      } else {
        send(frame);
      }
    }

    private void send(byte[] bytes) {
      wrong |= rightFrames < 2 && bytes.length > 0;
      deliver(bytes);
    }

    private void deliver(byte[] bytes) {
      channel.writeInbound(Unpooled.wrappedBuffer(bytes));
      hear();
    }

    private void hear() {
      for (Object out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
        HandshakeFrame frame = (HandshakeFrame) out;
        heard.add(frame);
        if (frame.type() == FrameType.HELLO) {
          try {
            peer.accept(Hello.read(frame.payload()));
          } catch (HandshakeException e) {
            throw new AssertionError("its hello is right", e);
          }
        }
      }
    }

    private byte[] proof() {
      return peer.knowsPeer() ? peer.proof() : new byte[ClusterSecret.PROOF_BYTES];
    }

    private static byte[] altered(byte[] frame, int at, int by) {
      frame[at % frame.length] ^= (byte) (by == 0 ? 1 : by);
      return frame;
    }

    private static byte[] frame(FrameType type, byte[] payload) {
      return ByteBuffer.allocate(5 + payload.length)
          .putInt(1 + payload.length)
          .put(type.code())
          .put(payload)
          .array();
    }

    private static byte[] message() {
      ByteBuf payload = Unpooled.buffer();
      new MessageCodec().encode(new Draining(), payload);
      byte[] bytes = new byte[payload.readableBytes()];
      payload.readBytes(bytes);
      return frame(FrameType.MESSAGE, bytes);
    }

    void check() {
      boolean letIn = rightFrames == 2;
      assertThat(events).hasSize(letIn ? 1 : 0);
      if (!letIn) {
        assertThat(channel.<Object>readInbound()).as("a message of a stranger").isNull();
      }
      if (fault != null) {
        assertThat(fault).isInstanceOfAny(HandshakeException.class, WireException.class);
      }
      assertThat(heard.stream().filter(frame -> frame.type() == FrameType.PROOF).count())
          .as("proofs")
          .isLessThanOrEqualTo(letIn || role == Role.SLAVE ? 1 : 0);
      assertThat(heard).hasSizeLessThan(4);
    }
  }
}
