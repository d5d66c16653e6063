package io.lynceus.app.accuracy;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.truth.LabelledPicture;
import io.lynceus.model.Analysis;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.RefusedImageException;
import io.lynceus.vision.Vision;
import io.lynceus.vision.VisionConfig;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.image.UnreadableImageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Looks at pictures in this process, with a slave's settings. All pictures that are looked at at
 * the same time have together no more pixels than the largest one may have.
 */
final class LocalExaminer implements Examiner {
  private final VisionConfig config;
  private final Vision vision;
  private final int threads;
  private final ExecutorService workers;
  private final Semaphore pixels;
  private final LongAdder nanos = new LongAdder();
  private final LongAdder looked = new LongAdder();

  private LocalExaminer(VisionConfig config, Vision vision, int threads) {
    this.config = config;
    this.vision = vision;
    this.threads = threads;
    this.workers = Executors.newFixedThreadPool(threads);
    this.pixels = new Semaphore((int) config.images().pixels(), true);
  }

  /**
   * Loads the networks.
   *
   * @param threads pictures that are looked at at the same time, at least 1
   */
  static LocalExaminer open(VisionConfig config, int threads) throws CommandException {
    try {
      return new LocalExaminer(config, Vision.open(config), threads);
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandException(CommandException.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public LabelFinders finders() {
    return LabelFinders.of(vision.descriptors());
  }

  @Override
  public String place() {
    return "this process";
  }

  @Override
  public String thresholds(List<Analysis> analyses) {
    List<String> thresholds = new ArrayList<>();
    for (Analysis analysis : analyses) {
      String least = config.analyses().getOrDefault(analysis, Map.of()).get("min-score");
      if (least != null) {
        thresholds.add(
            analysis.key() + " " + (least.equals("auto") ? "as its network says" : least));
      }
    }
    return thresholds.isEmpty() ? "as it is set" : String.join(", ", thresholds);
  }

  @Override
  public void examine(List<LabelledPicture> pictures, Looks looks, Listener listener)
      throws InterruptedException {
    ArrayDeque<Under> pending = new ArrayDeque<>();
    for (LabelledPicture picture : pictures) {
      pending.add(new Under(picture, workers.submit(() -> look(picture, looks))));
      if (pending.size() > 4 * threads) {
        handOn(pending.remove(), listener);
      }
    }
    while (!pending.isEmpty()) {
      handOn(pending.remove(), listener);
    }
  }

  private record Under(LabelledPicture picture, Future<Seen> seen) {}

  private static void handOn(Under next, Listener listener) throws InterruptedException {
    try {
      listener.seen(next.picture(), next.seen().get());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RefusedImageException
          || cause instanceof UnreadableImageException
          || cause instanceof AnalysisException
          || cause instanceof IOException) {
        listener.unseen(next.picture(), false, String.valueOf(cause.getMessage()));
      } else if (cause instanceof Error fatal) {
        throw fatal;
      } else {
        throw new IllegalStateException(cause);
      }
    }
  }

  private Seen look(LabelledPicture picture, Looks looks)
      throws IOException,
          RefusedImageException,
          UnreadableImageException,
          AnalysisException,
          InterruptedException {
    ImageLimits limits = config.images();
    ByteBuffer file = read(picture.file().orElseThrow(), limits);
    ImageHeader header = ImageHeader.read(file, limits);
    int taken = (int) header.pixels();
    pixels.acquire(taken);
    try {
      long start = System.nanoTime();
      Vision.Look inUse = vision.look(file, looks.inUse());
      nanos.add(System.nanoTime() - start);
      looked.increment();
      if (!inUse.condition().isWhole()) {
        throw new IOException("the file is damaged, a part of the picture is missing");
      }
      Vision.Look all = vision.look(file, looks.all());
      return new Seen(
          header.displayWidth(),
          header.displayHeight(),
          inUse.condition().stretched(),
          inUse.findings(),
          all.findings());
    } finally {
      pixels.release(taken);
    }
  }

  /** One byte more than is allowed is refused by the header's reader. */
  private static ByteBuffer read(Path file, ImageLimits limits) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return ByteBuffer.wrap(in.readNBytes(limits.bytes() + 1));
    }
  }

  @Override
  public Optional<Duration> time() {
    return looked.sum() == 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(nanos.sum() / looked.sum()));
  }

  @Override
  public void close() {
    workers.shutdownNow();
    try {
      boolean idle = workers.awaitTermination(1, TimeUnit.MINUTES);
      if (idle) {
        vision.close(); // otherwise the end of the process frees what a look still uses
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
