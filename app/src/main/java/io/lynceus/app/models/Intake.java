package io.lynceus.app.models;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import io.lynceus.app.cli.CommandException;
import io.lynceus.model.network.NetworkId;
import io.lynceus.slave.confinement.NetworkTrial;
import io.lynceus.vision.network.ModelConf;
import io.lynceus.vision.network.NetworkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The last steps of each new network: its {@code model.conf}, its trial, and its place. */
final class Intake {
  private static final ConfigRenderOptions HOCON =
      ConfigRenderOptions.defaults().setOriginComments(false).setComments(false).setJson(false);
  private static final double NANOS_PER_MS = 1e6;

  private final NetworkStore store;
  private final NetworkTrial trial;

  Intake(NetworkStore store, NetworkTrial trial) {
    this.store = store;
    this.trial = trial;
  }

  /**
   * Takes a network whose ONNX file lies in the folder where it is made. If it is not usable, all
   * of it is deleted.
   *
   * @param conf what its {@code model.conf} will hold
   * @throws CommandException when it is not usable; says why
   * @throws IOException when it cannot be tried or put into its place
   */
  Measured take(NetworkId id, Config conf)
      throws CommandException, IOException, InterruptedException {
    Path folder = store.making(id);
    try {
      Files.writeString(folder.resolve(ModelConf.FILE), conf.root().render(HOCON));
      Measured measured = new Measured(trial.run(folder).toNanos() / NANOS_PER_MS);
      measured.write(folder);
      store.publish(id);
      return measured;
    } catch (NetworkException e) {
      store.discard(id);
      throw new CommandException(
          CommandException.INCOMPLETE, id + " is not taken: " + e.getMessage(), e);
    }
  }
}
