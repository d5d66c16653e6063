package io.lynceus.vision.model;

import java.util.Map;

/** What networks of one kind put out. */
public interface OutputShapes {
  /**
   * The outputs for a picture so placed.
   *
   * @return by the outputs' names their extents: the first is the batch, 1; the last runs fastest
   */
  Map<String, long[]> of(Placement placement);
}
