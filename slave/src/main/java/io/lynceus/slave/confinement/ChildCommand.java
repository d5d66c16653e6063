package io.lynceus.slave.confinement;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import io.lynceus.common.metrics.ResidentMemory;
import io.lynceus.model.Analysis;
import io.lynceus.slave.memory.MemoryPlan;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Starts child processes that do one work unit each. */
final class ChildCommand {
  private final ConfinementConfig config;
  private final String mainClass;
  private final ResidentMemory resident;

  ChildCommand(ConfinementConfig config, String mainClass, ResidentMemory resident) {
    this.config = config;
    this.mainClass = mainClass;
    this.resident = resident;
  }

  /**
   * Starts a child that opens one analysis.
   *
   * @param folder its own, for its settings and all that it leaves
   * @param fileBytes of the image that it will be sent
   * @throws IOException when it cannot be started, or there is no memory for it
   */
  Process start(Path folder, Analysis analysis, long fileBytes) throws IOException {
    long room = MemoryPlan.machineBytes() / 10 * 9 - resident.bytes();
    if (room < ConfinementConfig.LEAST_RESIDENT_BYTES) {
      throw new IOException("there is no memory for it beside the slave");
    }
    Config settings =
        config
            .ofChild()
            .withValue(
                ConfinementConfig.RESIDENT_BYTES,
                ConfigValueFactory.fromAnyRef(Math.min(room, config.residentBytes())));
    Files.writeString(
        ChildFolder.settings(folder), settings.root().render(ConfigRenderOptions.concise()));
    // The file is there twice while it arrives.
    long heapKiB = (config.heapBytes() + 2 * fileBytes) >> 10;
    return new ChildJvm(mainClass, heapKiB, Optional.empty(), Redirect.PIPE, Redirect.INHERIT)
        .start(folder, List.of(folder.toString(), analysis.key()));
  }
}
