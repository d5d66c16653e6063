package io.lynceus.master.gateway.items;

import java.nio.ByteBuffer;

/** After the last item that can be made sense of, or is let in. */
final class Ended implements Stage {

  @Override
  public Step advance(ByteBuffer pending) {
    return Step.to(this, new Item.End());
  }

  @Override
  public Step cutOff(ByteBuffer pending) {
    return Step.to(this);
  }

  @Override
  public Expectation expectation(ByteBuffer pending) {
    return Expectation.NOTHING;
  }
}
