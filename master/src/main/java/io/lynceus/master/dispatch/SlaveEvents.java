package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.RemoteSlave;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.Register;

/**
 * What the slaves' port tells dispatch. Any thread may call this. For one slave, the calls come in
 * the order of events: {@link #joined} once and first, {@link #lost} once and last.
 */
public interface SlaveEvents {

  /** An authenticated connection has registered. Dispatch sends it a welcome. */
  void joined(RemoteSlave slave, Register registration);

  /** A message other than the registration has arrived. */
  void received(RemoteSlave slave, SlaveMessage message);

  /** The connection is gone. */
  void lost(RemoteSlave slave, String reason);
}
