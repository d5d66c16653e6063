package io.lynceus.benchmarks.accuracy;

/**
 * Something that people have marked in a picture.
 *
 * @param label its class
 * @param area where it is
 * @param ignored too small or too doubtful to be asked for: neither a miss nor a false alarm
 */
record Labelled(String label, Area area, boolean ignored) {}
