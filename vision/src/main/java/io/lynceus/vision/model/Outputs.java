package io.lynceus.vision.model;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Objects;

/** What a network has put out for one picture; to be closed once it has been read. */
public final class Outputs implements AutoCloseable {
  private final Map<String, FloatBuffer> values;
  private final Runnable onClose;

  /**
   * Takes the buffers over.
   *
   * @param values by the outputs' names
   * @param onClose runs when nobody reads them any more
   */
  public Outputs(Map<String, FloatBuffer> values, Runnable onClose) {
    this.values = values;
    this.onClose = onClose;
  }

  /**
   * The values of an output in the order of its shape, from index 0; read in place. To read many,
   * take them in bulk: single ones cost ten times as much.
   */
  public FloatBuffer values(String name) {
    return Objects.requireNonNull(values.get(name));
  }

  @Override
  public void close() {
    onClose.run();
  }
}
