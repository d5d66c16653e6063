package io.lynceus.app.models;

import io.lynceus.app.cli.CommandException;
import io.lynceus.slave.confinement.NetworkTrial;
import io.lynceus.slave.confinement.NetworkTrial.Bounds;
import io.lynceus.vision.network.ModelsFolder;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the subcommands of {@code models} share: which folder. */
final class ModelsOptions {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "${env:LYNCEUS_MODELS_DIR}",
      description =
          "The folder of networks; the same as the slaves' models.dir (default: environment "
              + "variable LYNCEUS_MODELS_DIR, else lynceus/models in the user's data folder).")
  private @Nullable Path folder;

  /** The folder; it may not exist. */
  Path folder() {
    return folder != null ? folder : ModelsFolder.ofUser(System.getenv());
  }

  /** What a command does to the folder. */
  interface Change {
    void apply(NetworkStore store) throws CommandException, IOException, InterruptedException;
  }

  /** Changes the folder, and tells what goes wrong in words. */
  void change(Change change) throws CommandException {
    try (NetworkStore store = NetworkStore.open(folder())) {
      change.apply(store);
    } catch (IOException e) {
      throw failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(CommandException.INCOMPLETE, "interrupted", e);
    }
  }

  /** What a failure means. */
  static CommandException failed(IOException e) {
    String what =
        e instanceof FileSystemException file
            ? "%s cannot be written or read (%s)".formatted(file.getFile(), reason(file))
            : String.valueOf(e.getMessage());
    return new CommandException(CommandException.INCOMPLETE, what, e);
  }

  private static String reason(FileSystemException e) {
    return e.getReason() != null ? e.getReason() : e.getClass().getSimpleName();
  }

  static NetworkTrial trial() {
    return new NetworkTrial(
        Bounds.DEFAULT, Optional.ofNullable(System.getenv("LYNCEUS_NATIVE_DIR")).map(Path::of));
  }
}
