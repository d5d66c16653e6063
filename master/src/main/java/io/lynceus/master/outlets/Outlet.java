package io.lynceus.master.outlets;

import io.lynceus.model.Reply;

/**
 * Hears of the reply to each image that became a task and that concerns it, in the order of the
 * replies. It may block, be slow or throw: that delays no reply and no other outlet.
 */
public interface Outlet {

  /** Its name and the bounds of its queue. Asked once. */
  OutletConfig config();

  /**
   * Whether it is told of this reply at all; it would cost a turn of its thread. Asked by the
   * dispatch thread; returns at once.
   */
  default boolean concerns(Reply reply) {
    return true;
  }

  /**
   * Whether {@link #hear} is given the image's file. The file then counts in {@link
   * OutletConfig#bytes}. Asked once.
   */
  default boolean needsFile() {
    return false;
  }

  /**
   * Whether {@link #hear} is given a thumbnail of the picture. A slave makes it beside a result,
   * and it counts in {@link OutletConfig#bytes}. Asked by the dispatch thread, when a picture goes
   * to slaves and when its reply is given; returns at once.
   */
  default boolean needsThumbnail() {
    return false;
  }

  /**
   * Whether {@link #hear} is given the file of this reply's image. Asked by the dispatch thread,
   * for each reply, if the outlet needs files at all; returns at once.
   */
  default boolean needsFileOf(Reply reply) {
    return true;
  }

  /**
   * A reply is about to be given: no client has it yet. {@link #hear} or {@link #missed} follows,
   * unless the process ends before. Called by the dispatch thread; returns at once.
   */
  default void announce() {}

  /** An announced reply is not told. Called by the dispatch thread; returns at once. */
  default void missed() {}

  /**
   * Takes note of a reply. A thread of this outlet calls this, with one reply after the other.
   *
   * <p>When the master ends while this runs, the thread is interrupted after 2 s. What is in the
   * queue then is lost.
   *
   * @throws Exception is logged and counted; the next reply follows, and this one is not told again
   */
  void hear(GivenReply reply) throws Exception;
}
