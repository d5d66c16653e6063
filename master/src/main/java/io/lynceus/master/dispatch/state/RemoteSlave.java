package io.lynceus.master.dispatch.state;

import io.lynceus.master.dispatch.SlaveEvents;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.protocol.message.MasterMessage;
import java.nio.ByteBuffer;

/**
 * A connected slave, as the dispatch thread sees it: one object for one connection.
 *
 * <p>All methods are called by the dispatch thread and return at once. None of them throws when the
 * connection is gone: its loss is told once, through {@link SlaveEvents#lost}.
 */
public interface RemoteSlave {

  /** Host and port of the slave's end, for {@code status} and logs. */
  String address();

  /**
   * Sends a message behind all that was sent before it; images may take longer and be overtaken.
   */
  void send(MasterMessage message);

  /**
   * Announces and sends the image of a task, in chunks, with other messages let through between
   * them. What is left unsent when {@link MasterMessage.TaskClosed} of that task follows is not
   * sent.
   *
   * @param header what the file says of itself
   * @param bytes the file, from position to limit; not changed by anyone from now on
   */
  void sendImage(long task, ImageHeader header, ByteBuffer bytes);

  /** Closes the connection, for the reason that the log gives. */
  void close(String reason);
}
