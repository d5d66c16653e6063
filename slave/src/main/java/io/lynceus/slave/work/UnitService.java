package io.lynceus.slave.work;

import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.Processors;
import io.lynceus.protocol.message.SlaveMessage;
import java.nio.ByteBuffer;

/**
 * The work that a slave does for one master, as the connection sees it.
 *
 * <p>The methods are called by one thread, the connection's event loop, and return at once; any
 * thread may ask for the load and the slots.
 */
public interface UnitService {

  /** A master has welcomed this slave; what came from an earlier connection is void. */
  void connected(Reporter reporter);

  /** The connection is gone: queued units are dropped, results of running ones are not sent. */
  void disconnected();

  /** An order of the master, in the order of sending. */
  void handle(MasterMessage message);

  /**
   * The next bytes of an announced image. A chunk of a task that is not announced or already closed
   * is passed over.
   *
   * @param bytes valid only during the call
   */
  void imageChunk(long task, ByteBuffer bytes);

  /** What the next heartbeat says. */
  SlaveMessage.SlaveHeartbeat load();

  /** Worker threads, as told in {@link SlaveMessage.Register}. */
  int slots();

  /** The processors that it has, as told in {@link SlaveMessage.Register}. */
  Processors processors();

  /** Takes messages for the master; implemented by the connection. */
  interface Reporter {
    /** Sends the message if the connection still stands, else drops it. Callable by any thread. */
    void report(SlaveMessage message);
  }

  /** The networks that it can use, for a registration; any thread. */
  default SlaveMessage.HasNetworks networks() {
    return SlaveMessage.HasNetworks.NONE;
  }
}
