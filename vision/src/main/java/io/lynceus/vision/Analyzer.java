package io.lynceus.vision;

import io.lynceus.protocol.message.Analysis;
import io.lynceus.protocol.message.Findings;
import io.lynceus.protocol.message.UnitOptions;
import io.lynceus.vision.image.Picture;

/**
 * One analysis. Used by several threads at once, also on the same picture; changes neither itself
 * nor the picture.
 */
public interface Analyzer extends AutoCloseable {

  Analysis analysis();

  /**
   * Looks at the picture.
   *
   * @throws AnalysisException when the analysis cannot be done; the picture stays usable
   */
  Findings analyze(Picture picture, UnitOptions options) throws AnalysisException;

  /** Frees what the analysis holds in native memory. No call of {@link #analyze} may follow. */
  @Override
  default void close() {}
}
