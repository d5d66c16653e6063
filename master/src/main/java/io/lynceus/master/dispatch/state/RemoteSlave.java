package io.lynceus.master.dispatch.state;

import io.lynceus.model.image.ImageHeader;
import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.MasterMessage.NetworkAnnounced;
import java.nio.ByteBuffer;

/**
 * A connection to a slave, as dispatch uses it.
 *
 * <p>The dispatch thread calls all methods. They return at once, and do not throw when the
 * connection is gone: its loss is told once, by {@code SlaveEvents.lost}.
 */
public interface RemoteSlave {

  /** Host and port of the slave's end, for {@code status} and logs. */
  String address();

  /** Sends a message after all earlier ones. It may overtake images. */
  void send(MasterMessage message);

  /**
   * Announces and sends the image of a task, in chunks; other messages pass between them. The rest
   * is not sent if {@link MasterMessage.TaskClosed} of that task follows.
   *
   * @param header what the file says of itself
   * @param bytes the file, from position to limit; not changed by anyone from now on
   */
  void sendImage(long task, ImageHeader header, ByteBuffer bytes);

  /**
   * Announces and sends a network, in chunks that let images pass first. One that is still being
   * sent is dropped.
   *
   * @param file its ONNX file, from position to limit
   */
  void sendNetwork(NetworkAnnounced network, ByteBuffer file);

  /** Closes the connection, for the reason that the log gives. */
  void close(String reason);
}
