package io.lynceus.slave.work;

/**
 * What a unit waits for before it runs: first memory, then its turn.
 *
 * @param pictures memory for decoded pictures
 * @param runs turns to run
 */
record Resources(PictureBudget pictures, ParallelRuns runs) {}
