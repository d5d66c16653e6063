package io.lynceus.vision.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.opencv.core.Mat;

/**
 * A network, ready to run, shared by all threads; each run on the thread that asks.
 *
 * <p>ONNX Runtime must have been loaded. The sessions' environment lives as long as the process.
 */
public final class Network implements AutoCloseable {

  /** What networks of one kind put out. */
  public interface OutputShapes {
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

  private final String name;
  private final Sessions sessions;
  private final String inputName;
  private final OutputShapes shapes;
  private final InputTensor inputs;
  private final BufferPool outputs = new BufferPool();

  private Network(String name, Sessions sessions, OutputShapes shapes, PixelRange range) {
    this.name = name;
    this.sessions = sessions;
    this.inputName = sessions.forAnySize().getInputNames().iterator().next();
    this.shapes = shapes;
    this.inputs = new InputTensor(range);
  }

  /**
   * Loads a network.
   *
   * @param shapes of the outputs that it must have
   * @param mostSizes of inputs that the network is made ready for when they come; 0 for one that
   *     gains nothing by it
   * @throws IOException when the file is no network, or not one of this kind
   */
  public static Network open(ModelFile file, PixelRange range, OutputShapes shapes, int mostSizes)
      throws IOException {
    try {
      Sessions sessions = new Sessions(file.bytes(), mostSizes);
      OrtSession session = sessions.forAnySize();
      Set<String> outputs = shapes.of(Letterbox.ANY).keySet();
      if (session.getNumInputs() != 1 || !session.getOutputNames().containsAll(outputs)) {
        sessions.close();
        throw new IOException(file.source() + " does not take one picture and put out " + outputs);
      }
      return new Network(file.name(), sessions, shapes, range);
    } catch (OrtException e) {
      throw new IOException(file.source() + " cannot be loaded: " + e.getMessage(), e);
    }
  }

  /** Native memory that one run takes at most, in bytes: the input, and what the layers put out. */
  public static long runBytes(Letterbox letterbox) {
    return (long) letterbox.inputPixels() * RUN_BYTES_PER_PIXEL;
  }

  public String name() {
    return name;
  }

  /**
   * Shows the network a picture.
   *
   * @param picture three channels, blue first, of the letterbox's scaled size
   * @throws OrtException when the network fails on it, or its outputs have other shapes than those
   *     of its kind
   */
  public Outputs run(Mat picture, Letterbox letterbox) throws OrtException {
    OrtSession session = sessions.forInput(letterbox.input());
    Map<String, long[]> wanted = shapes.of(letterbox);
    // The network writes where its outputs are read: to copy 4 MB takes as long as to decode a
    // file.
    ByteBuffer output = outputs.take(bytes(wanted));
    Map<String, FloatBuffer> values = new HashMap<>();
    Map<String, OnnxTensor> tensors = new HashMap<>();
    ByteBuffer input = inputs.fill(picture, letterbox);
    try (OnnxTensor shown =
        tensor(input, 1, 3, letterbox.input().height(), letterbox.input().width())) {
      int at = 0;
      for (Map.Entry<String, long[]> shape : wanted.entrySet()) {
        ByteBuffer part = output.slice(at, bytes(shape.getValue())).order(output.order());
        at += part.capacity();
        values.put(shape.getKey(), part.asFloatBuffer());
        tensors.put(shape.getKey(), tensor(part, shape.getValue()));
      }
      session.run(Map.of(inputName, shown), Set.of(), tensors).close();
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

  private static int bytes(Map<String, long[]> shapes) {
    return shapes.values().stream().mapToInt(Network::bytes).sum();
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
      throw new IllegalStateException(name + " cannot be closed", e);
    }
  }
}
