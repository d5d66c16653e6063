package io.lynceus.scene.source;

import io.lynceus.model.Camera;
import io.lynceus.scene.source.SourceStatus.Counts;
import java.util.List;
import java.util.Optional;

/** Tells how the sources of cameras are. Any thread may ask, and is answered at once. */
public interface SourceStates {
  /** Where the master fetches no stills. */
  SourceStates NONE =
      new SourceStates() {
        @Override
        public List<SourceStatus> all() {
          return List.of();
        }

        @Override
        public Counts counts() {
          return Counts.NONE;
        }
      };

  /** Those of all cameras whose stills the master fetches, in the order of the settings. */
  List<SourceStatus> all();

  /** What became of the attempts of all sources since the start, also of those that are gone. */
  Counts counts();

  /** That of one camera; empty if the master fetches no stills of it. */
  default Optional<SourceStatus> of(Camera camera) {
    return all().stream().filter(source -> source.camera().equals(camera)).findFirst();
  }
}
