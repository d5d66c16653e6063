package io.lynceus.model.image;

/** Limits for tests. */
final class TestLimits {
  /** Larger than any image of a test. */
  static final ImageLimits LARGE = new ImageLimits(32 << 20, 50_000_000, 16_384);

  private TestLimits() {}
}
