package io.lynceus.spark.plan;

import java.io.Serializable;

/**
 * What a run does.
 *
 * @param run a name for this run, for its rows and the ids of its pictures
 */
public record ArchivePlan(String run, Wanted wanted, PathFacts paths, Workers workers)
    implements Serializable {}
