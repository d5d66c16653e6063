package io.lynceus.master.sources.still;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.dispatch.DispatchConfig.Waiting;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.GatewayConfig;
import io.lynceus.master.gateway.GatewayLimits;
import io.lynceus.master.gateway.ScriptedIntake;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.SourceConfig;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;

/** Sources on a thread driven by hand, whose stills go to a dispatch that replies when told. */
final class SourceFixture {
  static final Duration EVERY = Duration.ofSeconds(2);

  final ManualThread thread = new ManualThread();
  final ScriptedIntake intake = new ScriptedIntake(false);
  final Gateway gateway;
  final StillAdmission admission;

  /**
   * @param tasks limits.waiting-tasks
   * @param heldBytes tasks.held-bytes
   */
  SourceFixture(int tasks, long heldBytes) {
    GatewayConfig defaults = MasterDefaults.GATEWAY;
    GatewayLimits limits = defaults.limits();
    gateway =
        Gateway.of(
            new GatewayConfig(
                defaults.host(),
                0,
                defaults.tokens(),
                new ImageLimits(100_000, defaults.images().pixels(), defaults.images().side()),
                new GatewayLimits(
                    limits.connections(),
                    limits.connectionsPerAddress(),
                    limits.windowItems(),
                    limits.windowBytes(),
                    heldBytes),
                defaults.timeouts()),
            intake);
    admission = new StillAdmission(gateway, new Waiting(tasks, 1L << 30));
  }

  static SourceFixture withRoom() {
    return new SourceFixture(1000, 1 << 20);
  }

  /** A source of its own camera, not started. */
  CameraSource source(String camera, StillOrigin origin) {
    return new CameraSource(camera(camera), origin, admission, thread, new Random(7));
  }

  static CameraConfig camera(String name) {
    SourceConfig source =
        new SourceConfig(
            SourceConfig.Kind.SNAPSHOT,
            Optional.of(URI.create("http://camera.example/still.jpg")),
            "",
            Optional.empty(),
            EVERY,
            Duration.ofSeconds(5));
    return new CameraConfig(
        name,
        name,
        Optional.empty(),
        Optional.of(source),
        new TreeSet<>(),
        List.of(),
        List.of(),
        List.of());
  }

  /** Replies to what dispatch has, in its order. */
  void replyToAll() {
    List<ScriptedIntake.Task> tasks = new ArrayList<>(intake.tasks);
    intake.tasks.clear();
    tasks.forEach(ScriptedIntake.Task::reply);
    thread.runPosted();
  }
}
