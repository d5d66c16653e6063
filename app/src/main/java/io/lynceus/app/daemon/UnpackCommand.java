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
 * {@code lynceus unpack}: unpacks the native libraries before the first slave starts. For container
 * images and packages, whose folders are read-only later.
 */
@Command(
    name = "unpack",
    mixinStandardHelpOptions = true,
    header = "Unpacks the native libraries beforehand",
    description =
        "Unpacks the native libraries for this machine, and loads them as a check. Slaves do so"
            + " by themselves; run this first where they may not write to the folder.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:unpacked, and loaded",
      "2:wrong usage, or they cannot be unpacked or loaded"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus unpack",
      "  lynceus unpack --dir /opt/lynceus/native",
      "  LYNCEUS_NATIVE_DIR=/opt/lynceus/native lynceus unpack"
    })
public final class UnpackCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private CommandSpec command;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "${env:LYNCEUS_NATIVE_DIR}",
      description =
          "The folder for them; the same as the slaves' native.dir (default: environment variable "
              + "LYNCEUS_NATIVE_DIR, else lynceus in the user's cache folder).")
  private @Nullable Path folder;

  @Override
  public Integer call() throws CommandException {
    try {
      StoreLibrary.prepare(Optional.ofNullable(folder));
      NativeLibraries loaded = NativeLibraries.load(Optional.ofNullable(folder));
      command
          .commandLine()
          .getOut()
          .printf(
              "OpenCV %s and ONNX Runtime %s are ready%n",
              loaded.openCvVersion(), loaded.onnxRuntimeVersion());
      return 0;
    } catch (NativeLibraryException e) {
      throw new CommandException(CommandException.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
