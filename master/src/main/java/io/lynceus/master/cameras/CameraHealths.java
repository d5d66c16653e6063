package io.lynceus.master.cameras;

import io.lynceus.model.Camera;
import io.lynceus.model.cameras.CameraHealth;
import io.lynceus.model.watch.WatchStatus;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Tells how cameras are. Any thread may call it. */
public interface CameraHealths {
  /** Nobody judges them. */
  CameraHealths NONE =
      new CameraHealths() {
        @Override
        public CameraHealth of(Camera camera) {
          return CameraHealth.UNKNOWN;
        }

        @Override
        public List<WatchStatus> watches() {
          return List.of();
        }

        @Override
        public CompletableFuture<Boolean> accept(Camera camera) {
          return CompletableFuture.completedFuture(false);
        }
      };

  /** How that camera is now. */
  CameraHealth of(Camera camera);

  /** The watched regions, and what is in them now. */
  List<WatchStatus> watches();

  /**
   * What the camera shows now is what it is to show, in each light.
   *
   * @return completed with whether stills of the camera were judged at all
   */
  CompletableFuture<Boolean> accept(Camera camera);
}
