package io.lynceus.master.outlets;

import io.lynceus.console.live.LiveView;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.model.Reply;

/**
 * Tells the browsers that watch. It is no {@link Outlet}: the view only notes the reply, so that a
 * queue and a thread would cost more than what they save.
 */
public final class LiveReplies implements DispatchEvents {
  private final LiveView view;

  public LiveReplies(LiveView view) {
    this.view = view;
  }

  /** While somebody watches. */
  public boolean needThumbnails() {
    return view.clients() > 0;
  }

  @Override
  public void taskReplied(SlaveManager task, Reply reply) {
    if (!task.request().unrecorded()) {
      view.heard(reply, task.thumbnail());
    }
  }
}
