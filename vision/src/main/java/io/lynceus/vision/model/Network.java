package io.lynceus.vision.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.lynceus.vision.image.Scratch;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.network.NetworkDescription;
import io.lynceus.vision.network.NetworkException;
import io.lynceus.vision.network.NetworkFile;
import io.lynceus.vision.network.NetworkInput;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network, ready to run, shared by all threads; each run on the thread that asks.
 *
 * <p>ONNX Runtime must have been loaded. The sessions' environment lives as long as the process.
 */
public final class Network implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Network.class);

  /** What networks of one kind put out. */
  public interface OutputShapes {
    /** An extent that the network itself decides. */
    long ANY = -1;

    /**
     * The outputs for a picture so placed.
     *
     * @return by the outputs' names their extents: the first is the batch, 1; the last runs fastest
     */
    Map<String, long[]> of(Letterbox letterbox);
  }

  /**
   * Room for 32 floats. The widest layers hold 8 a pixel of the input (BlazeFace: 32 channels at
   * half its size) and 16 (CenterNet: 64), and a layer's input and output are there together.
   */
  private static final int RUN_BYTES_PER_PIXEL = 128;

  private final NetworkDescription description;
  private final String model;
  private final Sessions sessions;
  private final String inputName;
  private final OutputShapes shapes;
  private final InputTensor inputs;
  private final BufferPool outputs = new BufferPool();

  private Network(NetworkFile file, Sessions sessions, OutputShapes shapes) {
    this.description = file.description();
    this.model = file.model();
    this.sessions = sessions;
    this.inputName = sessions.forAnySize().getInputNames().iterator().next();
    this.shapes = shapes;
    this.inputs = new InputTensor(file.description().input());
  }

  /**
   * Loads a network.
   *
   * @param shapes of the outputs that it must have
   * @param mostSizes of inputs that the network is made ready for when they come; 0 for one that
   *     gains nothing by it
   * @throws NetworkException when the file is no network, or not one as its description says
   */
  public static Network open(NetworkFile file, OutputShapes shapes, int mostSizes)
      throws NetworkException {
    try {
      NetworkInput input = file.description().input();
      int sizes = input.extent().fixed().isPresent() ? 0 : mostSizes;
      Sessions sessions = new Sessions(file.bytes(), input.layout(), sizes);
      try {
        Network network = new Network(file, sessions, shapes);
        new SessionCheck(sessions.forAnySize(), file)
            .check(shapes.of(network.letterbox(new Size(1, 1))));
        return network;
      } catch (NetworkException | OrtException | RuntimeException e) {
        sessions.close();
        throw e;
      }
    } catch (OrtException e) {
      throw new NetworkException(file.source() + " cannot be loaded: " + e.getMessage(), e);
    }
  }

  /** Native memory that one run takes at most, in bytes: the input, and what the layers put out. */
  public static long runBytes(Letterbox letterbox) {
    return (long) letterbox.inputPixels() * RUN_BYTES_PER_PIXEL;
  }

  /** As findings name it: {@code NAME:VERSION@HASH}. */
  public String model() {
    return model;
  }

  public NetworkDescription description() {
    return description;
  }

  /** The place of a picture in the network's input, scaled as its description says. */
  public Letterbox letterbox(Size picture) {
    return letterbox(picture, description.input().extent().longSide());
  }

  /**
   * The same with another scale.
   *
   * @param longSide see {@link Letterbox#of}
   */
  public Letterbox letterbox(Size picture, int longSide) {
    return Letterbox.of(picture, description.input(), longSide);
  }

  /**
   * Shows the network a picture.
   *
   * @param picture three channels, blue first, of the letterbox's scaled size
   * @throws OrtException when the network fails on it, or its outputs have other shapes than those
   *     of its kind
   */
  public Outputs run(Mat picture, Letterbox letterbox) throws OrtException {
    return run(sessions.forInput(letterbox.input()), picture, letterbox, null);
  }

  /**
   * Gives back the memory that runs have left; the next runs take it anew. Buffers are free with
   * the next collection of garbage, and the C library may keep all of it. Others may run meanwhile.
   */
  public void rest() {
    outputs.clear();
    inputs.rest();
    if (!sessions.haveArena()) {
      return;
    }
    Letterbox least = letterbox(new Size(1, 1), 1);
    Size size = least.scaled();
    try (Scratch scratch = new Scratch();
        OrtSession.RunOptions options = new OrtSession.RunOptions()) {
      options.addRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
      Mat black = scratch.keep(new Mat(size.height(), size.width(), CvType.CV_8UC3, Scalar.all(0)));
      run(sessions.forAnySize(), black, least, options).close();
    } catch (OrtException e) {
      LOG.warn("{} keeps the memory of its runs", model, e);
    }
  }

  private Outputs run(
      OrtSession session, Mat picture, Letterbox letterbox, OrtSession.@Nullable RunOptions options)
      throws OrtException {
    Map<String, long[]> wanted = shapes.of(letterbox);
    // The network writes where its outputs are read: to copy 4 MB takes as long as to decode a
    // file.
    ByteBuffer output = outputs.take(bytes(wanted));
    Map<String, FloatBuffer> values = new HashMap<>();
    Map<String, OnnxTensor> tensors = new HashMap<>();
    Map<String, long[]> open = new HashMap<>();
    ByteBuffer input = inputs.fill(picture, letterbox);
    try (OnnxTensor shown = tensor(input, inputs.shape(letterbox))) {
      int at = 0;
      for (Map.Entry<String, long[]> shape : wanted.entrySet()) {
        if (isOpen(shape.getValue())) {
          open.put(shape.getKey(), shape.getValue());
          continue;
        }
        ByteBuffer part = output.slice(at, bytes(shape.getValue())).order(output.order());
        at += part.capacity();
        values.put(shape.getKey(), part.asFloatBuffer());
        tensors.put(shape.getKey(), tensor(part, shape.getValue()));
      }
      try (OrtSession.Result result =
          session.run(Map.of(inputName, shown), open.keySet(), tensors, options)) {
        for (Map.Entry<String, long[]> shape : open.entrySet()) {
          values.put(shape.getKey(), OpenOutput.values(shape.getKey(), result, shape.getValue()));
        }
      }
      return new Outputs(values, () -> outputs.back(output));
    } finally {
      inputs.back(input);
      OnnxValue.close(tensors.values());
    }
  }

  private static OnnxTensor tensor(ByteBuffer values, long... shape) throws OrtException {
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(), values, shape, OnnxJavaType.FLOAT);
  }

  private static boolean isOpen(long[] shape) {
    return Arrays.stream(shape).anyMatch(extent -> extent == OutputShapes.ANY);
  }

  private static int bytes(Map<String, long[]> shapes) {
    return shapes.values().stream().filter(shape -> !isOpen(shape)).mapToInt(Network::bytes).sum();
  }

  private static int bytes(long[] shape) {
    return (int) Arrays.stream(shape).reduce(Float.BYTES, Math::multiplyExact);
  }

  /** Frees the sessions; no call of {@link #run} may follow or be under way. */
  @Override
  public void close() {
    try {
      sessions.close();
    } catch (OrtException e) {
      throw new IllegalStateException(model + " cannot be closed", e);
    }
  }
}
