package io.lynceus.vision.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.opencv.core.Mat;

/**
 * A network, ready to run: one session, shared by all threads, each run on the thread that asks.
 *
 * <p>ONNX Runtime must have been loaded. The sessions' environment lives as long as the process.
 */
public final class Network implements AutoCloseable {
  /**
   * Room for 32 floats. The widest layers hold 8 a pixel of the input (BlazeFace: 32 channels at
   * half its size) and 16 (CenterNet: 64), and a layer's input and output are there together.
   */
  private static final int RUN_BYTES_PER_PIXEL = 128;

  private final String name;
  private final OrtSession session;
  private final String inputName;
  private final Set<String> outputs;
  private final InputTensor inputs;

  private Network(String name, OrtSession session, Set<String> outputs, PixelRange range) {
    this.name = name;
    this.session = session;
    this.inputName = session.getInputNames().iterator().next();
    this.outputs = outputs;
    this.inputs = new InputTensor(range);
  }

  /**
   * Loads a network.
   *
   * @param outputs names of the outputs that it must have
   * @throws IOException when the file is no network, or not one of this kind
   */
  public static Network open(ModelFile file, PixelRange range, Set<String> outputs)
      throws IOException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      OrtSession session = OrtEnvironment.getEnvironment().createSession(file.bytes(), options);
      if (session.getNumInputs() != 1 || !session.getOutputNames().containsAll(outputs)) {
        session.close();
        throw new IOException(file.source() + " does not take one picture and put out " + outputs);
      }
      return new Network(file.name(), session, outputs, range);
    } catch (OrtException e) {
      throw new IOException(file.source() + " cannot be loaded: " + e.getMessage(), e);
    }
  }

  /** Native memory that one run takes at most, in bytes: the input, and what the layers put out. */
  public static long runBytes(Placement placement) {
    return (long) placement.inputPixels() * RUN_BYTES_PER_PIXEL;
  }

  public String name() {
    return name;
  }

  /**
   * Shows the network a picture.
   *
   * @param picture three channels, blue first, of the placement's scaled size
   * @throws OrtException when the network fails on it
   */
  public Outputs run(Mat picture, Placement placement) throws OrtException {
    ByteBuffer input = inputs.fill(picture, placement);
    long[] shape = {1, 3, placement.input().height(), placement.input().width()};
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), input, shape, OnnxJavaType.FLOAT);
        OrtSession.Result result = session.run(Map.of(inputName, tensor), outputs)) {
      Map<String, Outputs.Tensor> tensors = new HashMap<>();
      for (String output : outputs) {
        tensors.put(output, copy((OnnxTensor) result.get(output).orElseThrow()));
      }
      return new Outputs(tensors);
    } finally {
      inputs.back(input);
    }
  }

  private static Outputs.Tensor copy(OnnxTensor output) {
    return new Outputs.Tensor(output.getInfo().getShape(), output.getFloatBuffer().array());
  }

  /** Frees the session; no call of {@link #run} may follow or be under way. */
  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(name + " cannot be closed", e);
    }
  }
}
