package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.OpenTasks;
import io.lynceus.master.dispatch.state.RemoteSlave;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.Analysis;
import io.lynceus.model.Findings;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.UnitOptions;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.protocol.message.SlaveMessage.Register;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Requests and findings for tests of dispatch, which never looks into an image. */
public final class Images {
  public static final Set<Analysis> ALL = EnumSet.allOf(Analysis.class);

  private Images() {}

  public static TaskRequest request(String hash, Set<Analysis> analyses) {
    return request(hash, analyses, 1000);
  }

  static TaskRequest request(String hash, Set<Analysis> analyses, int bytes) {
    return request(hash, analyses, bytes, Optional.empty());
  }

  static TaskRequest request(
      String hash, Set<Analysis> analyses, int bytes, Optional<Duration> deadline) {
    return new TaskRequest(
        Optional.of(hash),
        new ImageInfo(ImageFormat.JPEG, 1000, 1000, bytes, hash),
        ByteBuffer.allocate(bytes),
        analyses,
        UnitOptions.DEFAULT,
        deadline,
        Optional.empty());
  }

  /** A task that no dispatcher knows. */
  public static SlaveManager task() {
    return new OpenTasks("run").add(request("hash", ALL), reply -> {}, 0);
  }

  /** A connection that has nothing to say. */
  public static RemoteSlave remote(String name) {
    return new ScriptedSlave(name);
  }

  /** A slave that no dispatcher knows. */
  public static ConnectedSlave slave(String name) {
    return new ConnectedSlave(
        remote(name), new Register(name, "1", 1, ALL), 0, DispatchEvents.NONE, 0);
  }

  static Findings findings(Analysis analysis) {
    return switch (analysis) {
      case OBJECTS -> new Findings.Objects("model", List.of());
      case FACES -> new Findings.Faces("model", List.of());
      case EDGES -> new Findings.Edges(10, 0.1, Optional.empty());
      case CORNERS -> new Findings.Corners(List.of());
    };
  }
}
