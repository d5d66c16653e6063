package io.lynceus.benchmarks.pipeline;

import io.lynceus.benchmarks.stills.Stills;
import io.lynceus.model.Ask;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.vision.Vision;
import io.lynceus.vision.VisionConfig;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.SharedPicture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs the analyses in this process, without network and messages, and decodes every form of a
 * picture once: the upper bound for a cluster on the same machine.
 */
public final class OneProcess implements AutoCloseable {
  private final Vision vision;

  private OneProcess(Vision vision) {
    this.vision = vision;
  }

  /** Loads native libraries and networks. */
  public static OneProcess open() throws IOException {
    return new OneProcess(Vision.open(VisionConfig.defaults()));
  }

  List<Kernel> kernels() {
    return Kernel.all(vision);
  }

  /** The time of the slowest analysis, decoding included, in milliseconds on one thread. */
  public double slowestAnalysisMillis(Stills stills, Duration atLeast) throws Exception {
    double slowest = 0;
    for (Kernel kernel : Kernel.withDecoding(vision)) {
      slowest = Math.max(slowest, millis(kernel, stills, atLeast));
    }
    return slowest;
  }

  /** A kernel's mean time per picture over whole passes, in milliseconds on one thread. */
  double millis(Kernel kernel, Stills stills, Duration atLeast) throws Exception {
    long spent = 0;
    long pictures = 0;
    while (spent < atLeast.toNanos()) {
      for (byte[] file : stills.files()) {
        try (SharedPicture shared = open(file)) {
          Picture picture = shared.forUnit();
          kernel.before().run(picture);
          long start = System.nanoTime();
          kernel.step().run(picture);
          spent += System.nanoTime() - start;
        }
        pictures++;
      }
    }
    return spent / 1e6 / pictures;
  }

  /** Analyses images one after the other, on this thread. */
  public void analyze(Stills stills, int images) throws Exception {
    for (int i = 0; i < images; i++) {
      analyze(stills.file(i));
    }
  }

  /** Images per second on {@code threads} threads, each of which analyses whole images. */
  public double imagesPerSecond(Stills stills, int threads, Duration time) throws Exception {
    AtomicLong taken = new AtomicLong();
    long start = System.nanoTime();
    List<Callable<Void>> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(
          () -> {
            while (System.nanoTime() - start < time.toNanos()) {
              analyze(stills.file(taken.getAndIncrement()));
            }
            return null;
          });
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (Future<Void> worker : pool.invokeAll(workers)) {
        worker.get();
      }
    } finally {
      pool.shutdown();
    }
    return taken.get() / ((System.nanoTime() - start) / 1e9);
  }

  private void analyze(byte[] file) throws Exception {
    var unused = vision.analyze(ByteBuffer.wrap(file), Ask.DEFAULT);
  }

  private static SharedPicture open(byte[] file) throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    return SharedPicture.of(bytes, ImageHeader.read(bytes.duplicate(), ImageLimits.LARGEST));
  }

  @Override
  public void close() {
    vision.close();
  }
}
