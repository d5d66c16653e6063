package io.lynceus.master.sources;

import io.lynceus.master.cameras.SourceStates;
import io.lynceus.master.dispatch.DispatchConfig.Waiting;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.sources.ffmpeg.FfmpegOrigin;
import io.lynceus.master.sources.http.HttpOrigins;
import io.lynceus.master.sources.still.CameraSource;
import io.lynceus.master.sources.still.StillAdmission;
import io.lynceus.master.sources.still.StillOrigin;
import io.lynceus.model.Camera;
import io.lynceus.model.cameras.ClusterCameras.Fetching;
import io.lynceus.model.cameras.ClusterCameras.Source;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.SourceConfig;
import io.lynceus.scene.camera.SourceConfig.Kind;
import io.lynceus.scene.source.SourceStatus;
import io.lynceus.scene.source.SourceStatus.Counts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The sources of all cameras whose stills the master fetches. All run on one thread, whatever their
 * number; RTSP has a child process and two threads for each camera in addition. Any thread may call
 * it.
 */
public final class CameraSources implements SourceStates, AutoCloseable {
  private static final String FFMPEG = "ffmpeg";
  private static final long CLOSE_SECONDS = 2;

  private final HttpOrigins http = new HttpOrigins();
  private final StillAdmission admission;
  private final ImageLimits limits;

  /** Replaced, never changed, by the sources' thread. */
  private volatile State state = new State(Map.of(), Counts.NONE);

  /**
   * The sources that run.
   *
   * @param ended what became of the attempts of those that run no more
   */
  private record State(Map<Camera, Running> sources, Counts ended) {}

  /** A source, and the settings that it was started with: a change of these starts it anew. */
  private record Running(SourceConfig settings, CameraSource source) {}

  /**
   * No source runs.
   *
   * @param gateway to which stills are handed as clients' images are
   * @param waiting the bounds of the waiting line
   */
  public CameraSources(Gateway gateway, Waiting waiting) {
    admission = new StillAdmission(gateway, waiting);
    limits = gateway.config().images();
  }

  /**
   * From now on these cameras count: sources that are new are started, those that are gone stopped,
   * those that have changed both. The others are left alone. Returns at once.
   */
  public void apply(CameraSet cameras) {
    http.execute(() -> change(cameras));
  }

  private void change(CameraSet cameras) {
    Map<Camera, Running> before = state.sources();
    Map<Camera, Running> after = new LinkedHashMap<>();
    for (CameraConfig camera : cameras.cameras().values()) {
      settings(camera)
          .ifPresent(
              settings -> {
                Running old = before.get(camera.camera());
                boolean same = old != null && old.settings().equals(settings);
                after.put(camera.camera(), same ? old : new Running(settings, source(camera)));
              });
    }
    Counts ended = state.ended();
    for (Running old : before.values()) {
      if (!after.containsValue(old)) {
        old.source().stop();
        ended = ended.plus(old.source().status().counts());
      }
    }
    state = new State(after, ended);
    after.values().stream()
        .filter(running -> !before.containsValue(running))
        .forEach(running -> running.source().start());
  }

  private static Optional<SourceConfig> settings(CameraConfig camera) {
    return camera.source().filter(source -> source.kind() != Kind.PUSH);
  }

  private CameraSource source(CameraConfig camera) {
    SourceConfig config = camera.source().orElseThrow();
    StillOrigin origin =
        config.kind() == Kind.RTSP
            ? new FfmpegOrigin(FFMPEG, camera, limits, http)
            : http.origin(config);
    return new CameraSource(camera, origin, admission, http, new Random());
  }

  /** How all of them are, in the order of the settings. */
  public List<SourceStatus> all() {
    return state.sources().values().stream().map(one -> one.source().status()).toList();
  }

  @Override
  public Source of(CameraConfig camera) {
    Running running = state.sources().get(camera.camera());
    return running == null ? SourceStates.NONE.of(camera) : shown(running.source().status());
  }

  private static Source shown(SourceStatus now) {
    boolean fails = now.failures() > 0;
    return new Source(
        now.kind().word(),
        Optional.of(now.state().word()),
        now.lastError().filter(text -> fails),
        Optional.of(new Fetching(now.since(), now.lastStill(), now.failures(), now.nextTry())));
  }

  /** What became of the attempts of all sources since the start, also of those that are gone. */
  public Counts counts() {
    State now = state;
    Counts sum = now.ended();
    for (Running one : now.sources().values()) {
      sum = sum.plus(one.source().status().counts());
    }
    return sum;
  }

  /** Stops all sources, and ends. */
  @Override
  public void close() {
    CountDownLatch stopped = new CountDownLatch(1);
    http.execute(
        () -> {
          change(CameraSet.NONE);
          stopped.countDown();
        });
    try {
      stopped.await(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    http.close();
  }
}
