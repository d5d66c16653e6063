package io.lynceus.vision.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.natives.SharedArena;
import io.lynceus.vision.network.NetworkInput.Layout;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network's sessions: one for inputs of any size, and one each for the sizes that have come. Used
 * by several threads.
 *
 * <p>ONNX Runtime adds a residual block's input to its output in place only where it knows that
 * both have the same extents, and it knows extents only when the input's are given. Otherwise it
 * copies the block's input first: 10 MB for each block of BlazeFace's widest stage, a sixth of the
 * network's time. The results differ in the last digit.
 */
final class Sessions implements AutoCloseable {
  /** For the sessions that are still to be made; empty when there are none. */
  private final byte[] network;

  private final Layout layout;
  private final int mostSizes;
  private final OrtSession any;
  private final Map<Size, OrtSession> ofSizes = new ConcurrentHashMap<>();

  /**
   * Makes the session for any size.
   *
   * @param network its ONNX file, not copied
   * @param layout of its input
   * @param mostSizes that get a session of their own, the first to come
   */
  Sessions(byte[] network, Layout layout, int mostSizes) throws OrtException {
    this.network = mostSizes > 0 ? network : new byte[0];
    this.layout = layout;
    this.mostSizes = mostSizes;
    try (SessionOptions options = new SessionOptions()) {
      this.any = open(network, options);
    }
  }

  private OrtSession open(byte[] file, SessionOptions options) throws OrtException {
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    if (SharedArena.isRegistered()) {
      SharedArena.use(options);
      // Weights of a session that comes later would keep a block of the arena from being given
      // back.
      options.addConfigEntry("session.use_device_allocator_for_initializers", "1");
    } else if (mostSizes > 0) {
      options.setCPUArenaAllocator(false); // Each session would keep what its runs have taken.
    }
    return OrtEnvironment.getEnvironment().createSession(file, options);
  }

  /** Whether runs take their memory from an arena, which keeps it. */
  boolean haveArena() {
    return SharedArena.isRegistered() || mostSizes == 0;
  }

  OrtSession forAnySize() {
    return any;
  }

  /** The session for inputs of that size; made, in some milliseconds, when one comes first. */
  OrtSession forInput(Size size) throws OrtException {
    OrtSession session = ofSizes.get(size);
    if (session != null) {
      return session;
    }
    return ofSizes.size() < mostSizes ? make(size) : any;
  }

  private synchronized OrtSession make(Size size) throws OrtException {
    OrtSession session = ofSizes.get(size);
    if (session != null || ofSizes.size() >= mostSizes) {
      return session == null ? any : session;
    }
    try (SessionOptions options = new SessionOptions()) {
      int rows = layout == Layout.NCHW ? 2 : 1;
      setExtent(options, rows, size.height());
      setExtent(options, rows + 1, size.width());
      OrtSession made = open(network, options);
      ofSizes.put(size, made);
      return made;
    }
  }

  /** Sets an extent of the input, if the file has a name for it. */
  private void setExtent(SessionOptions options, int index, int value) throws OrtException {
    NodeInfo input = any.getInputInfo().values().iterator().next();
    String name = ((TensorInfo) input.getInfo()).getDimensionNames()[index];
    if (!name.isEmpty()) {
      options.setSymbolicDimensionValue(name, value);
    }
  }

  /** Frees all; none may be running. */
  @Override
  public void close() throws OrtException {
    any.close();
    for (OrtSession session : ofSizes.values()) {
      session.close();
    }
  }
}
