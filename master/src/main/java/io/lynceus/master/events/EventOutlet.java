package io.lynceus.master.events;

import io.lynceus.master.outlets.GivenReply;
import io.lynceus.master.outlets.Outlet;
import io.lynceus.master.outlets.OutletConfig;
import io.lynceus.model.Reply;

/** Gives the replies to the desk of events where there is no store, which does it otherwise. */
public final class EventOutlet implements Outlet {
  private static final OutletConfig CONFIG = new OutletConfig("events", 1000, 16 << 20, false);

  private final EventDesk desk;

  public EventOutlet(EventDesk desk) {
    this.desk = desk;
  }

  @Override
  public OutletConfig config() {
    return CONFIG;
  }

  /** Only cameras have events. */
  @Override
  public boolean concerns(Reply reply) {
    return reply.still().camera().isPresent();
  }

  @Override
  public void hear(GivenReply given) {
    var unused = desk.hear(given);
  }
}
