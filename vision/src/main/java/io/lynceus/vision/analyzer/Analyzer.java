package io.lynceus.vision.analyzer;

import io.lynceus.model.Findings;
import io.lynceus.model.Question;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.UnreadableImageException;
import java.util.List;

/**
 * One analysis. Used by several threads at once, also on the same picture; changes neither itself
 * nor the picture.
 */
public interface Analyzer extends AutoCloseable {

  /**
   * Looks at the picture.
   *
   * @param question the options that the client has set, and the findings that the analysis needs
   * @throws AnalysisException when the analysis cannot be done; the picture stays usable
   * @throws UnreadableImageException when the picture cannot be decoded, by no analysis
   */
  Findings analyze(Picture picture, Question question)
      throws AnalysisException, UnreadableImageException;

  /**
   * Native memory that a look at a picture of that size takes at most beside the picture's own, in
   * bytes. Callers keep this much free, so that no analysis takes the machine's last.
   */
  long workBytes(Size size);

  /**
   * As {@link #workBytes(Size)}, for a question whose answer takes another amount. May load what
   * the question asks for.
   */
  default long workBytes(Size size, Question question) {
    return workBytes(size);
  }

  /**
   * The labels that it can find, where they depend on its settings, such as the network that is
   * chosen; empty: those of its plug-in's descriptor.
   */
  default List<String> labels() {
    return List.of();
  }

  /**
   * Gives back native memory that looks have left for the next ones. Called when none has come for
   * some seconds; one may come meanwhile.
   */
  default void rest() {}

  /** Frees what the analysis holds in native memory. No call of {@link #analyze} may follow. */
  @Override
  default void close() {}
}
