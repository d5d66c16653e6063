package io.lynceus.benchmarks.accuracy;

/**
 * A label that people have put on a picture.
 *
 * @param label its class
 * @param area its place
 * @param ignored too small or too doubtful to count: neither a miss nor a false alarm
 */
record Labelled(String label, Area area, boolean ignored) {}
