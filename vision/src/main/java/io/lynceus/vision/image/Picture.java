package io.lynceus.vision.image;

/** A decoded image: one owner of native memory, shared by analyses that run at the same time. */
public final class Picture implements AutoCloseable {
  @Override
  public void close() {}
}
