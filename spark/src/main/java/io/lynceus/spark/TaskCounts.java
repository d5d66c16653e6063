package io.lynceus.spark;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * What the tasks of one batch have done so far. The driver hears of it with the heartbeats of the
 * executors.
 *
 * @param files that are done
 * @param bytes of these, and of what has been read of archives
 * @param pictures that have a row, or will get none in this run
 */
record TaskCounts(LongAccumulator files, LongAccumulator bytes, LongAccumulator pictures)
    implements Serializable {

  static TaskCounts of(SparkContext context) {
    return new TaskCounts(
        context.longAccumulator("files"),
        context.longAccumulator("bytes"),
        context.longAccumulator("pictures"));
  }
}
