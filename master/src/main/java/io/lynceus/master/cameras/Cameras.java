package io.lynceus.master.cameras;

import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.cameras.ClusterCameras;
import io.lynceus.model.cameras.ClusterCameras.SettingsFile;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.CameraSet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cameras of a master. Their file is looked at every {@link #LOOK} on a thread of its own: a
 * change counts at once, and one that cannot count is told once, while what was before goes on. Any
 * thread may call the public methods.
 */
public final class Cameras implements AutoCloseable {
  /** The time between two looks at the file. */
  static final Duration LOOK = Duration.ofSeconds(2);

  private static final String UNREADABLE = "it is not there any more";

  private static final Logger log = LoggerFactory.getLogger(Cameras.class);

  private final Optional<CamerasFile> file;
  private final boolean required;
  private final InstantSource clock;
  private final StillTally tally;
  private final List<Consumer<CameraSet>> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread watch = new Thread(work, "cameras");
            watch.setDaemon(true);
            return watch;
          });

  private volatile Known known;
  private volatile SourceStates sources = SourceStates.NONE;

  /** What was read last, good or bad; null for a file that is not there. One thread at a time. */
  private byte @Nullable [] contents;

  /** What counts, and what is told of it. */
  private record Known(CameraSet set, SettingsFile told) {}

  private Cameras(CamerasConfig config, InstantSource clock) {
    file = config.file().map(CamerasFile::new);
    required = config.required();
    this.clock = clock;
    tally = new StillTally(clock);
    known = new Known(CameraSet.NONE, new SettingsFile(path(), Optional.empty(), Optional.empty()));
  }

  /** No camera is described. */
  public static Cameras none() {
    return new Cameras(CamerasConfig.NONE, InstantSource.system());
  }

  /**
   * Reads the cameras, and looks for changes from now on.
   *
   * @throws IOException when the file is wrong, or has to be there and is not; names the key
   */
  public static Cameras open(CamerasConfig config, InstantSource clock) throws IOException {
    Cameras cameras = new Cameras(config, clock);
    try {
      cameras.readFirst();
    } catch (IOException | CameraSettingsException e) {
      cameras.close();
      throw new IOException(
          "%s (cameras.file): %s"
              .formatted(cameras.path().orElse(""), String.valueOf(e.getMessage())));
    }
    if (cameras.file.isPresent()) {
      var unused =
          cameras.thread.scheduleWithFixedDelay(
              cameras::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }
    return cameras;
  }

  private void readFirst() throws IOException, CameraSettingsException {
    if (file.isPresent() && (required || file.get().exists())) {
      byte[] read = file.get().read();
      contents = read;
      take(file.get().parse(read));
      log.info("cameras in {}: {}", file.get().path(), known.set().cameras().size());
    }
  }

  /** Looks whether the file has changed. One thread at a time. */
  synchronized void look() {
    CamerasFile present = file.orElse(null);
    if (present == null) {
      return;
    }
    try {
      byte[] read = present.exists() ? present.read() : null;
      if (read == null) {
        vanished();
        return;
      }
      if (!Arrays.equals(read, contents)) {
        contents = read;
        take(present.parse(read));
        log.info("cameras in {}, read again: {}", present.path(), known.set().cameras().size());
      }
    } catch (IOException e) {
      contents = null; // what comes next is read, even if it is as before
      refuse(String.valueOf(e.getMessage()));
    } catch (CameraSettingsException e) {
      refuse(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) { // It would be the last look.
      log.error("a fault while looking at {}", present.path(), e);
      refuse("a fault of the master itself, see its log");
    }
  }

  private void vanished() {
    contents = null;
    if (known.told().readAt().isPresent()) {
      refuse(UNREADABLE);
    }
  }

  private void refuse(String why) {
    Known before = known;
    if (before.told().refused().filter(why::equals).isEmpty()) {
      known =
          new Known(
              before.set(), new SettingsFile(path(), before.told().readAt(), Optional.of(why)));
      log.warn("{} does not count, and what was before does: {}", path().orElse(""), why);
    }
  }

  private void take(CameraSet set) {
    Instant now = clock.instant();
    tally.describe(set.cameras().keySet());
    known = new Known(set, new SettingsFile(path(), Optional.of(now), Optional.empty()));
    listeners.forEach(listener -> listener.accept(set));
  }

  private Optional<String> path() {
    return file.map(present -> present.path().toString());
  }

  /**
   * Tells of the cameras now, and whenever their settings have changed.
   *
   * @param listener called by this thread at first, later by another; must not block for long
   */
  public synchronized void listen(Consumer<CameraSet> listener) {
    listeners.add(listener);
    listener.accept(known.set());
  }

  /** Whom to ask for the states of sources from now on. */
  public void sources(SourceStates states) {
    sources = states;
  }

  /** The cameras that the settings describe. */
  public CameraSet described() {
    return known.set();
  }

  /** Counts stills; for dispatch. */
  public DispatchEvents events() {
    return tally;
  }

  /** Why stills of that camera are not taken; empty when they are. */
  public Optional<Rejection> refusal(Camera camera) {
    return known.set().takes(camera)
        ? Optional.empty()
        : Optional.of(
            new Rejection(
                RejectionCode.BAD_COMMAND,
                "there is no camera '"
                    + camera
                    + "' in the master's cameras.conf, and it takes no others (cameras-only):"
                    + " lynceus cameras lists those that there are"));
  }

  /** What is asked of a still: what its camera adds where the client names no analyses. */
  public Ask completed(Ask ask) {
    CameraConfig camera = ask.camera().flatMap(known.set()::find).orElse(null);
    if (camera == null || camera.analyses().isEmpty() || !ask.analyses().isEmpty()) {
      return ask;
    }
    SortedSet<Analysis> analyses = new TreeSet<>(Analysis.STANDARD);
    analyses.addAll(camera.analyses());
    return ask.withAnalyses(analyses);
  }

  /** All cameras, with their last stills. */
  public ClusterCameras status() {
    Known now = known;
    Instant instant = clock.instant();
    List<ClusterCameras.Entry> entries = new ArrayList<>();
    for (CameraConfig camera : now.set().cameras().values()) {
      entries.add(
          CameraEntry.of(camera, true, tally.of(camera.camera()), sources.of(camera), instant));
    }
    tally.seen().stream()
        .filter(camera -> now.set().find(camera).isEmpty())
        .map(Camera::name)
        .sorted()
        .map(CameraConfig::of)
        .forEach(
            camera ->
                entries.add(
                    CameraEntry.of(
                        camera,
                        false,
                        tally.of(camera.camera()),
                        ClusterCameras.Source.PUSH,
                        instant)));
    return new ClusterCameras(now.set().only(), now.told(), entries);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
