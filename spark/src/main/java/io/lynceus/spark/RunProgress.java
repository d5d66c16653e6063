package io.lynceus.spark;

import io.lynceus.spark.ArchiveRun.Sums;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.jspecify.annotations.Nullable;
import scala.Tuple4;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How far a run is: what is written, and what tasks at work say with their executors' heartbeats.
 * Any thread.
 */
final class RunProgress extends SparkListener {
  private final LongSupplier nanos;
  private final long start;

  private Sums sums = Sums.NONE;
  private long bytes;
  private long knownBytes;
  private @Nullable Total total;
  private @Nullable TaskCounts batch;
  private final Map<Long, Work> tasks = new HashMap<>();

  /** All files of the archive that are asked for. */
  record Total(long files, long bytes) {}

  /** Of one task, or of several. */
  private record Work(long files, long bytes, long pictures) {
    static final Work NONE = new Work(0, 0, 0);

    Work plus(Work other) {
      return new Work(files + other.files, bytes + other.bytes, pictures + other.pictures);
    }
  }

  /**
   * How far it is.
   *
   * @param files that were done in this run or before
   * @param pictures of this run
   * @param ofFiles all files; empty while they are not counted
   * @param part of the bytes of all files, 0 to 1; empty while it is not known
   * @param secondsLeft if it goes on as until now; empty while it is not known
   */
  record State(
      long files,
      long pictures,
      OptionalLong ofFiles,
      OptionalDouble part,
      Duration elapsed,
      OptionalDouble secondsLeft) {}

  /**
   * Begins.
   *
   * @param nanos a clock such as {@link System#nanoTime}
   */
  RunProgress(LongSupplier nanos) {
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  synchronized void counted(Total all) {
    total = all;
  }

  /** Files whose pictures all have rows. */
  synchronized void passedOver(long files, long ofBytes) {
    sums = sums.plus(new Sums(files, files, 0, 0, 0));
    bytes += ofBytes;
    knownBytes += ofBytes;
  }

  synchronized void begun(TaskCounts counts) {
    batch = counts;
    tasks.clear();
  }

  /** The batch that was begun is written. */
  synchronized void written(Sums more, long ofBytes) {
    batch = null;
    tasks.clear();
    sums = sums.plus(more);
    bytes += ofBytes;
  }

  synchronized Sums sums() {
    return sums;
  }

  Duration elapsed() {
    return Duration.ofNanos(nanos.getAsLong() - start);
  }

  synchronized State state() {
    Work now = tasks.values().stream().reduce(Work.NONE, Work::plus);
    long files = sums.files() + now.files;
    long done = bytes + now.bytes;
    Duration elapsed = elapsed();
    Total all = total;
    if (all == null || all.bytes <= 0) {
      return new State(
          files,
          sums.looked() + now.pictures,
          all == null ? OptionalLong.empty() : OptionalLong.of(all.files),
          OptionalDouble.empty(),
          elapsed,
          OptionalDouble.empty());
    }
    double part = Math.min(1, (double) done / all.bytes);
    long worked = done - knownBytes;
    return new State(
        Math.min(files, all.files),
        sums.looked() + now.pictures,
        OptionalLong.of(all.files),
        OptionalDouble.of(part),
        elapsed,
        worked <= 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(elapsed.toNanos() / 1e9 * Math.max(0, all.bytes - done) / worked));
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    for (Tuple4<Object, Object, Object, Seq<AccumulableInfo>> task :
        CollectionConverters.asJava(update.accumUpdates())) {
      heard((Long) task._1(), task._4());
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    tasks.remove(end.taskInfo().taskId());
    if (end.taskInfo().successful()) {
      heard(end.taskInfo().taskId(), end.taskInfo().accumulables().toSeq());
    }
  }

  private synchronized void heard(long task, Seq<AccumulableInfo> told) {
    TaskCounts counts = batch;
    if (counts == null) {
      return;
    }
    Work work = Work.NONE;
    for (AccumulableInfo info : CollectionConverters.asJava(told)) {
      long value =
          info.update().isDefined() && info.update().get() instanceof Long number ? number : 0;
      if (info.id() == counts.files().id()) {
        work = work.plus(new Work(value, 0, 0));
      } else if (info.id() == counts.bytes().id()) {
        work = work.plus(new Work(0, value, 0));
      } else if (info.id() == counts.pictures().id()) {
        work = work.plus(new Work(0, 0, value));
      }
    }
    tasks.put(task, work);
  }
}
