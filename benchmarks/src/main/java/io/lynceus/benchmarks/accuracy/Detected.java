package io.lynceus.benchmarks.accuracy;

/** Something that an analysis has found in a picture. */
record Detected(String label, Area area, double score) {}
