package io.lynceus.app.daemon;

import io.lynceus.app.cli.CommandException;
import io.lynceus.vision.natives.NativeLibraries;
import io.lynceus.vision.natives.NativeLibraryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code lynceus unpack}: the native libraries, unpacked before the first slave starts. For images
 * of containers and packages, whose folders cannot be written later.
 */
@Command(
    name = "unpack",
    mixinStandardHelpOptions = true,
    description = {
      "Unpacks the native libraries for this machine, and loads them to see whether it can.",
      "Slaves do so by themselves, unless they may not write to the folder: then it is done before."
    })
public final class UnpackCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  private CommandSpec command;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "${env:LYNCEUS_NATIVE_DIR}",
      description = {
        "Folder that keeps them (default: environment LYNCEUS_NATIVE_DIR, else lynceus in the",
        "user's cache folder); the same that native.dir tells the slaves."
      })
  private @Nullable Path folder;

  @Override
  public Integer call() throws CommandException {
    try {
      NativeLibraries loaded = NativeLibraries.load(Optional.ofNullable(folder));
      command
          .commandLine()
          .getOut()
          .printf(
              "OpenCV %s and ONNX Runtime %s are there%n",
              loaded.openCvVersion(), loaded.onnxRuntimeVersion());
      return 0;
    } catch (NativeLibraryException e) {
      throw new CommandException(CommandException.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
