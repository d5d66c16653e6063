package io.lynceus.master.cameras;

import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.cameras.ClusterCameras;
import io.lynceus.model.cameras.ClusterCameras.SettingsFile;
import io.lynceus.model.cameras.SceneStatistics;
import io.lynceus.model.watch.RegionPatch;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.CameraSet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cameras of a master. Their files are looked at every {@link #LOOK} on a thread of its own: a
 * change counts at once, and one that cannot count is told once, while what was before goes on. Any
 * thread may call the public methods.
 */
public final class Cameras implements AutoCloseable {
  /** The time between two looks at the file. */
  static final Duration LOOK = Duration.ofSeconds(2);

  /** Who has changed cameras when their files have changed. */
  private static final Map<String, String> BY_FILE = Map.of("by", "file");

  private static final Logger log = LoggerFactory.getLogger(Cameras.class);

  private final Optional<CameraFiles> files;
  private final boolean required;
  private final InstantSource clock;
  private final StillTally tally;
  private final List<Consumer<CameraSet>> listeners = new CopyOnWriteArrayList<>();
  private volatile Consumer<Map<String, String>> audit = facts -> {};
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread watch = new Thread(work, "cameras");
            watch.setDaemon(true);
            return watch;
          });

  private volatile Known known;
  private volatile SourceStates sources = SourceStates.NONE;
  private volatile CameraHealths healths = CameraHealths.NONE;

  /** What was read last, good or bad. One thread at a time. */
  private SortedMap<String, CameraFiles.Content> seen = new TreeMap<>();

  /** What counts, and what is told of it. */
  private record Known(CameraSet set, SettingsFile told) {}

  private Cameras(CamerasConfig config, InstantSource clock) {
    files = config.file().map(file -> new CameraFiles(file, config.channels()));
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
    if (cameras.files.isPresent()) {
      var unused =
          cameras.thread.scheduleWithFixedDelay(
              cameras::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }
    return cameras;
  }

  private synchronized void readFirst() throws IOException, CameraSettingsException {
    CameraFiles present = files.orElse(null);
    if (present == null) {
      return;
    }
    if (required || present.main().exists()) {
      present.main().read(); // whose message says more than the one below
    }
    seen = present.see();
    CameraFiles.Judged judged = present.judge(seen);
    if (!judged.faults().isEmpty()) {
      throw new CameraSettingsException(judged.faults().get(0).told());
    }
    if (!seen.isEmpty()) {
      take(judged.set().orElseThrow());
      log.info("cameras in {}: {}", present.main().path(), known.set().cameras().size());
    }
  }

  /** Looks whether the files have changed. One thread at a time. */
  synchronized void look() {
    look(BY_FILE);
  }

  /**
   * Looks whether the files have changed.
   *
   * @param who has changed them, for the audit
   */
  synchronized void look(Map<String, String> who) {
    CameraFiles present = files.orElse(null);
    if (present == null) {
      return;
    }
    try {
      SortedMap<String, CameraFiles.Content> now = present.see();
      if (!now.equals(seen)) {
        seen = now;
        judge(present.judge(now), who);
      }
    } catch (RuntimeException e) { // It would be the last look.
      log.error("a fault while looking at {}", present.main().path(), e);
      refuse(
          List.of(
              new CameraFiles.Fault(
                  present.main().path(), "", "a fault of the master itself, see its log")));
    }
  }

  private void judge(CameraFiles.Judged judged, Map<String, String> who) {
    CameraSet before = known.set();
    CameraSet set = judged.set().orElse(before);
    if (judged.faults().isEmpty() || !set.equals(before)) {
      take(set);
      log.info("cameras in {}, read again: {}", path().orElse(""), set.cameras().size());
      CameraChange.between(before, set).ifPresent(change -> audit.accept(change.facts(who)));
    }
    if (!judged.faults().isEmpty()) {
      refuse(judged.faults());
    }
  }

  private void refuse(List<CameraFiles.Fault> faults) {
    String why = CameraFiles.told(faults);
    Known before = known;
    if (before.told().refused().filter(why::equals).isEmpty()) {
      known =
          new Known(
              before.set(), new SettingsFile(path(), before.told().readAt(), Optional.of(why)));
      for (CameraFiles.Fault fault : faults.subList(0, Math.min(3, faults.size()))) {
        log.warn("{} does not count, and what was before does: {}", fault.file(), fault.why());
      }
    }
  }

  private void take(CameraSet set) {
    Instant now = clock.instant();
    tally.describe(set.cameras().keySet());
    known = new Known(set, new SettingsFile(path(), Optional.of(now), Optional.empty()));
    listeners.forEach(listener -> listener.accept(set));
  }

  /**
   * Whom to tell which cameras have changed, and who has changed them, from now on.
   *
   * @param trail called by the thread that looks at the files; must not block for long
   */
  public void audit(Consumer<Map<String, String>> trail) {
    audit = trail;
  }

  /** The files, if there are some. */
  Optional<CameraFiles> files() {
    return files;
  }

  /** What was read last of a camera's own file. One thread at a time. */
  Optional<CameraFiles.Content> seen(String name) {
    return Optional.ofNullable(seen.get(name));
  }

  /** Does work on the thread that looks at the files. */
  <T> CompletableFuture<T> onThread(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, thread);
  }

  private Optional<String> path() {
    return files.map(present -> present.main().path().toString());
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

  /** Whom to ask for the health of cameras from now on. */
  public void healths(CameraHealths judge) {
    healths = judge;
  }

  /** Tells how cameras are. */
  public CameraHealths healths() {
    return healths;
  }

  /** The cameras that the settings describe. */
  public CameraSet described() {
    return known.set();
  }

  /** Counts stills; for dispatch. */
  public DispatchEvents events() {
    return tally;
  }

  /**
   * When a camera of the settings sent its last still, also one that was refused. Does not block.
   */
  public Optional<Instant> lastStill(Camera camera) {
    return tally.arrived(camera);
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

  /**
   * What is asked of a still: what its camera and its watches add where the client names no
   * analyses.
   */
  public Ask completed(Ask ask) {
    Camera name = ask.camera().orElse(null);
    if (name == null || !ask.analyses().isEmpty()) {
      return ask;
    }
    CameraSet set = known.set();
    SortedSet<Analysis> further =
        new TreeSet<>(set.find(name).map(CameraConfig::analyses).orElseGet(TreeSet::new));
    String regions =
        set.watchesOf(name).stream()
            .map(watch -> watch.region().text())
            .distinct()
            .collect(Collectors.joining(","));
    Ask full = ask;
    if (!regions.isEmpty()) { // whether the camera sees is needed to call anything missing
      further.add(SceneStatistics.ANALYSIS);
      further.add(RegionPatch.ANALYSIS);
      full = ask.withOption(RegionPatch.OPTION, regions);
    }
    if (further.isEmpty()) {
      return ask;
    }
    further.addAll(Analysis.STANDARD);
    return full.withAnalyses(further);
  }

  /** All cameras, with their last stills. */
  public ClusterCameras status() {
    Known now = known;
    Instant instant = clock.instant();
    List<ClusterCameras.Entry> entries = new ArrayList<>();
    for (CameraConfig camera : now.set().cameras().values()) {
      entries.add(entry(camera, true, sources.of(camera), instant));
    }
    tally.seen().stream()
        .filter(camera -> now.set().find(camera).isEmpty())
        .map(Camera::name)
        .sorted()
        .map(CameraConfig::of)
        .forEach(camera -> entries.add(entry(camera, false, ClusterCameras.Source.PUSH, instant)));
    return new ClusterCameras(now.set().only(), now.told(), entries);
  }

  private ClusterCameras.Entry entry(
      CameraConfig camera, boolean described, ClusterCameras.Source source, Instant now) {
    return CameraEntry.of(camera, described, tally.of(camera.camera()), source, now)
        .withHealth(healths.of(camera.camera()));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
