package io.lynceus.master.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Whether a simulated process runs, is stopped, or is dead. What comes to it while it is stopped
 * waits until it goes on; what comes to a dead one is lost.
 */
final class ProcessState {
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean alive = true;
  private boolean stopped;

  boolean isAlive() {
    return alive;
  }

  boolean isStopped() {
    return stopped;
  }

  void die() {
    alive = false;
  }

  /** SIGSTOP. */
  void stop() {
    stopped = true;
  }

  /** SIGCONT. */
  void goOn() {
    stopped = false;
    while (!stopped && !waiting.isEmpty()) {
      run(waiting.removeFirst());
    }
  }

  void run(Runnable action) {
    if (alive && stopped) {
      waiting.add(action);
    } else if (alive) {
      action.run();
    }
  }
}
