package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.RemoteSlave;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.Register;

/**
 * What the slaves' port tells dispatch. Callable by any thread; for one slave in the order of
 * events, {@link #joined} first and {@link #lost} last, each once.
 */
public interface SlaveEvents {

  /** An authenticated connection has registered. Dispatch answers it with a welcome. */
  void joined(RemoteSlave slave, Register registration);

  /** A message came, other than the registration. */
  void received(RemoteSlave slave, SlaveMessage message);

  /** The connection is gone. */
  void lost(RemoteSlave slave, String reason);
}
