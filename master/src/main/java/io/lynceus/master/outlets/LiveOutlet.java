package io.lynceus.master.outlets;

import io.lynceus.console.live.LiveView;

/** Tells the browsers that watch. */
public final class LiveOutlet implements Outlet {
  private static final OutletConfig CONFIG = new OutletConfig("live", 1000, 16 << 20, false);

  private final LiveView view;

  public LiveOutlet(LiveView view) {
    this.view = view;
  }

  @Override
  public OutletConfig config() {
    return CONFIG;
  }

  /** While somebody watches. */
  @Override
  public boolean needsThumbnail() {
    return view.clients() > 0;
  }

  /** Whoever watches later sees the pictures of before, where the store has had them made. */
  @Override
  public boolean takesThumbnail() {
    return true;
  }

  @Override
  public void hear(GivenReply given) {
    view.heard(given.reply(), given.thumbnail());
  }
}
