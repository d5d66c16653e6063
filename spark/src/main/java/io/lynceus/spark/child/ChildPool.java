package io.lynceus.spark.child;

import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.Results;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.RefusedImageException;
import io.lynceus.spark.child.VisionChild.DiedException;
import io.lynceus.spark.plan.FileHash;
import io.lynceus.spark.plan.Workers.Local;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The children of one executor: as many as pictures are looked at at the same time, each with one
 * picture, so that the end of a child accuses one picture alone. Any thread.
 *
 * <p>A picture whose child dies gets another child. If that dies too, its analyses are {@code
 * poison}. Children that are killed from outside make no picture {@code poison}: after several, its
 * analyses are {@code no_slave}, and another run tries again.
 */
public final class ChildPool {
  private static final Logger log = LoggerFactory.getLogger(ChildPool.class);

  private static final int MOST_DEATHS = 2;
  private static final int MOST_KILLS = 4;

  private final Plan plan;
  private final ConcurrentLinkedDeque<VisionChild> idle = new ConcurrentLinkedDeque<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "lynceus-children");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * How children are started.
   *
   * @param analyses keys; empty means the standard ones
   */
  public record Plan(Local workers, List<String> analyses) {}

  public ChildPool(Plan plan) {
    this.plan = plan;
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "lynceus-children-end"));
  }

  private void end() {
    for (VisionChild child = idle.poll(); child != null; child = idle.poll()) {
      child.close();
    }
  }

  /**
   * Looks at a picture; takes as long as that takes.
   *
   * @throws io.lynceus.spark.plan.ArchiveException when no child can be started
   */
  public Reply look(byte[] file, Ask ask) throws InterruptedException {
    int deaths = 0;
    int kills = 0;
    while (true) {
      AtomicBoolean late = new AtomicBoolean();
      try {
        return lookOnce(file, ask, late);
      } catch (DiedException e) {
        if (late.get()) {
          return ended(file, ask, Outcome.FAILED, "no result within " + text(plan.workers.limit()));
        }
        log.warn("a child ended while it looked at a picture of {} bytes", file.length, e);
        if (e.isFromOutside() ? ++kills >= MOST_KILLS : ++deaths >= MOST_DEATHS) {
          return e.isFromOutside()
              ? ended(
                  file, ask, Outcome.NO_SLAVE, "its child process was killed " + kills + " times")
              : ended(
                  file,
                  ask,
                  Outcome.POISON,
                  "two processes ended while they looked at it, the last with " + e.getMessage());
        }
      }
    }
  }

  private Reply lookOnce(byte[] file, Ask ask, AtomicBoolean late)
      throws DiedException, InterruptedException {
    VisionChild child = take();
    Future<?> limit =
        clock.schedule(
            () -> {
              late.set(true);
              child.kill();
            },
            plan.workers.limit().toNanos(),
            TimeUnit.NANOSECONDS);
    boolean whole = false;
    try {
      Reply reply = child.look(file, ask);
      whole = true;
      return reply;
    } finally {
      if (limit.cancel(false) && whole) {
        idle.addFirst(child);
      } else {
        child.close();
      }
    }
  }

  private VisionChild take() {
    for (VisionChild child = idle.poll(); child != null; child = idle.poll()) {
      if (child.isAlive()) {
        return child;
      }
      child.close();
    }
    return VisionChild.start(plan.workers.installation(), plan.analyses);
  }

  private static String text(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  private static Reply ended(byte[] file, Ask ask, Outcome outcome, String why) {
    ImageHeader header;
    try {
      header = ImageHeader.read(ByteBuffer.wrap(file), ImageLimits.LARGEST);
    } catch (RefusedImageException e) {
      return Reply.rejected(ask, Rejection.of(e));
    }
    TreeMap<Analysis, UnitReply> units = new TreeMap<>();
    ask.wanted().forEach(analysis -> units.put(analysis, UnitReply.without(outcome, why)));
    return new Reply(
        "",
        ask.name(),
        Status.PARTIAL,
        Optional.empty(),
        Optional.of(
            new ImageInfo(
                header.format(),
                header.displayWidth(),
                header.displayHeight(),
                file.length,
                FileHash.of(file))),
        new StillInfo(ask.camera(), Optional.empty()),
        new Results(new TreeMap<>(), units),
        Optional.empty());
  }
}
