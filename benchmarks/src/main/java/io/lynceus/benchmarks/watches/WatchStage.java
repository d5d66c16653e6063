package io.lynceus.benchmarks.watches;

/** A part of a sequence of stills. */
enum WatchStage {
  LEARNING("how it looks is learnt", 24),
  DAY("by day, people walk through", 60),
  NIGHT("night: grey, dim, noise", 40),
  MORNING("day again", 20),
  NUDGED("nudged by up to 2 %", 20),
  COVERED("the camera is covered", 12),
  UNCOVERED("uncovered", 12),
  MOVED("the camera is turned", 12),
  TURNED_BACK("turned back", 12),
  TAKEN("it is taken away", 12),
  BACK("it is back", 12);

  final String words;
  final int stills;

  WatchStage(String words, int stills) {
    this.words = words;
    this.stills = stills;
  }

  /** Whether the thing is there. */
  boolean isThere() {
    return this != TAKEN;
  }
}
