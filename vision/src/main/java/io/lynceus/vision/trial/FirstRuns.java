package io.lynceus.vision.trial;

import ai.onnxruntime.OrtException;
import io.lynceus.vision.decoding.Classifier;
import io.lynceus.vision.decoding.Decoder;
import io.lynceus.vision.decoding.Embedding;
import io.lynceus.vision.image.Scratch;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.model.Letterbox;
import io.lynceus.vision.model.Network;
import io.lynceus.vision.model.Network.OutputShapes;
import io.lynceus.vision.model.Outputs;
import io.lynceus.vision.network.NetworkDescription;
import io.lynceus.vision.network.NetworkException;
import io.lynceus.vision.network.NetworkFile;
import java.nio.FloatBuffer;
import java.time.Duration;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;

/**
 * The first runs of a network: on a black picture and on noise. Loading it, and each run, check
 * that it takes and puts out what its description says. The native libraries must have been loaded.
 */
public final class FirstRuns implements AutoCloseable {
  private static final Size PICTURE = new Size(640, 480);

  /** Runs on noise, of which the fastest counts; few where they take long. */
  private static final int LEAST_RUNS = 3;

  private static final int MOST_RUNS = 10;

  private static final Duration MOST_TIME = Duration.ofSeconds(2);
  private static final double PIXEL_VALUES = 256;

  private final Network network;
  private final OutputShapes shapes;
  private final Letterbox place;

  private FirstRuns(Network network, OutputShapes shapes) {
    this.network = network;
    this.shapes = shapes;
    this.place = network.letterbox(PICTURE);
  }

  /**
   * Loads a network.
   *
   * @throws NetworkException when it cannot be loaded, or is not as its description says
   */
  public static FirstRuns of(NetworkFile file) throws NetworkException {
    OutputShapes shapes = shapes(file.description());
    return new FirstRuns(Network.open(file, shapes, 0), shapes);
  }

  private static OutputShapes shapes(NetworkDescription network) {
    return switch (network.kind()) {
      case EMBEDDING -> new Embedding(network);
      case CLASSIFIER -> new Classifier(network);
      default -> Decoder.of(network);
    };
  }

  /**
   * Runs on a black picture.
   *
   * @throws NetworkException when the run fails, or puts out what is no number
   */
  public void onZeros() throws NetworkException {
    try (Scratch scratch = new Scratch()) {
      run(picture(scratch));
    }
  }

  /**
   * Runs on noise, the same at each trial.
   *
   * @return how long the fastest of some runs took, for a picture of 640x480 pixels
   * @throws NetworkException as {@link #onZeros}
   */
  public Duration onNoise() throws NetworkException {
    try (Scratch scratch = new Scratch()) {
      Mat noise = picture(scratch);
      Core.setRNGSeed(1);
      Core.randu(noise, 0, PIXEL_VALUES);
      long begun = System.nanoTime();
      long fastest = run(noise);
      for (int i = 1; i < MOST_RUNS && (i < LEAST_RUNS || isEarly(begun)); i++) {
        fastest = Math.min(fastest, run(noise));
      }
      return Duration.ofNanos(fastest);
    }
  }

  private static boolean isEarly(long begunNanos) {
    return System.nanoTime() - begunNanos < MOST_TIME.toNanos();
  }

  private Mat picture(Scratch scratch) {
    return scratch.keep(
        new Mat(place.scaled().height(), place.scaled().width(), CvType.CV_8UC3, Scalar.all(0)));
  }

  /** Returns the nanoseconds that it took. */
  private long run(Mat picture) throws NetworkException {
    long begun = System.nanoTime();
    try (Outputs outputs = network.run(picture, place)) {
      long nanos = System.nanoTime() - begun;
      for (String name : shapes.of(place).keySet()) {
        requireNumbers(name, outputs.values(name).duplicate());
      }
      return nanos;
    } catch (OrtException e) {
      throw new NetworkException("a run of it fails: " + e.getMessage(), e);
    }
  }

  private static void requireNumbers(String name, FloatBuffer values) throws NetworkException {
    while (values.hasRemaining()) {
      if (Float.isNaN(values.get())) {
        throw new NetworkException("its output %s holds what is no number".formatted(name));
      }
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
