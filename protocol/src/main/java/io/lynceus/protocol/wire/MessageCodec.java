package io.lynceus.protocol.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.DefaultClassResolver;
import com.esotericsoftware.kryo.util.Pool;
import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.concurrent.atomic.LongAdder;

/**
 * Encodes and decodes one message: a varint with its class's number plus 2, as Kryo writes it, then
 * its fields as its {@link MessageSerializer} writes them. Only listed classes are read, without
 * references, and only findings and units are nested. Callable by any thread.
 */
final class MessageCodec {
  /** The deepest message has findings in a unit in an order to confine it. */
  private static final int MAX_DEPTH = 3;

  private static final int POOLED = 16;

  private final Pool<Session> sessions =
      new Pool<>(true, false, POOLED) {
        @Override
        protected Session create() {
          return new Session();
        }
      };

  private final LongAdder decoded = new LongAdder();

  /** How often {@link #decode} was called, and so how often Kryo has read bytes of a peer. */
  long decoded() {
    return decoded.sum();
  }

  /**
   * Appends the message's bytes.
   *
   * @throws WireException when it breaks a limit; then nothing has been appended
   */
  void encode(Message message, ByteBuf to) {
    Session session = sessions.obtain();
    try {
      session.encode(message, to);
    } catch (RuntimeException e) {
      // Serializers and Kryo refuse what is too large with various exceptions.
      throw new WireException(
          "%s cannot be sent: %s".formatted(message.getClass().getSimpleName(), e.getMessage()), e);
    } finally {
      sessions.free(session);
    }
  }

  /**
   * Decodes a message that takes all of the bytes.
   *
   * @param expected the messages that the sender may send; of another one only the class is read
   * @throws WireException when anything is wrong with them
   */
  Message decode(ByteBuf payload, Class<? extends Message> expected) {
    decoded.increment();
    Session session = sessions.obtain();
    try {
      return session.decode(ByteBufUtil.getBytes(payload), expected);
    } catch (RuntimeException e) {
      // Serializers and record constructors refuse values out of range with various exceptions.
      throw new WireException("a message cannot be read: " + e.getMessage(), e);
    } finally {
      sessions.free(session);
    }
  }

  /** A Kryo instance with its buffers, for one thread at a time. */
  private static final class Session {
    private static final int INITIAL_BYTES = 512;
    private static final int KEPT_BYTES = 64 << 10;

    private final Kryo kryo = new Kryo(new ListedClasses(), null);
    private final Input in = new Input();
    private final Output out = new Output(INITIAL_BYTES, FrameRules.MAX_SLAVE_MESSAGE_BYTES);

    Session() {
      kryo.setRegistrationRequired(true);
      kryo.setReferences(false);
      kryo.setMaxDepth(MAX_DEPTH);
      Schema.registerAll(kryo);
    }

    void encode(Message message, ByteBuf to) {
      try {
        kryo.writeClassAndObject(out, message);
        int limit =
            message instanceof MasterMessage
                ? FrameRules.MAX_MASTER_MESSAGE_BYTES
                : FrameRules.MAX_SLAVE_MESSAGE_BYTES;
        Fields.check(out.position() <= limit, "it is larger than a frame may be");
        to.writeBytes(out.getBuffer(), 0, out.position());
      } finally {
        boolean large = out.getBuffer().length > KEPT_BYTES;
        out.setBuffer(
            large ? new byte[INITIAL_BYTES] : out.getBuffer(), FrameRules.MAX_SLAVE_MESSAGE_BYTES);
      }
    }

    Message decode(byte[] payload, Class<? extends Message> expected) {
      try {
        in.setBuffer(payload);
        Message message = Fields.readObject(kryo, in, expected);
        Fields.check(in.position() == in.limit(), "bytes follow its end");
        return message;
      } finally {
        in.setBuffer(new byte[0]);
      }
    }
  }

  /**
   * Refuses class names. Kryo would read a name of any length from the wire and load the class
   * before it checks whether the class is registered.
   */
  private static final class ListedClasses extends DefaultClassResolver {
    @Override
    protected Registration readName(Input in) {
      throw new KryoException("classes travel by number only");
    }
  }
}
