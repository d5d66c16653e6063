package io.lynceus.benchmarks.accuracy;

/** One detection of an analysis. */
record Detected(String label, Area area, double score) {}
