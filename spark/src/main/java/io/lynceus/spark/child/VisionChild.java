package io.lynceus.spark.child;

import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.protocol.reply.MalformedReplyException;
import io.lynceus.protocol.reply.ReplyJson;
import io.lynceus.spark.child.PictureFrames.Question;
import io.lynceus.spark.plan.ArchiveException;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One child process and the conversation with it. One thread at a time. */
final class VisionChild implements Closeable {
  /** How long a JVM may take to write the report of its crash. */
  private static final long CRASHED_SECONDS = 30;

  private static final List<String> OPTIONS =
      List.of(
          "-Xmx512m", // the file and its copies; pixels are outside
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:+DisplayVMOutputToStderr");

  /** As the command lynceus sets them; see there. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "MALLOC_ARENA_MAX", "1",
          "MALLOC_MMAP_THRESHOLD_", "1073741824",
          "MALLOC_TRIM_THRESHOLD_", "1073741824",
          "MALLOC_TOP_PAD_", "16777216",
          "OPENCV_IO_MAX_IMAGE_PIXELS", "250000000");

  private final Process process;
  private final Path folder;
  private final DataInputStream in;
  private final DataOutputStream out;

  private VisionChild(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
    this.in = new DataInputStream(process.getInputStream());
    this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
  }

  /** The end of a child while it had a picture. */
  static final class DiedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** As {@link Process#exitValue}. */
    final int exitCode;

    DiedException(int exitCode) {
      super("exit code " + exitCode);
      this.exitCode = exitCode;
    }

    /** Whether somebody else has ended it, or the kernel for the memory of others. */
    boolean isFromOutside() {
      return exitCode == 128 + 9 || exitCode == 128 + 15;
    }
  }

  /**
   * Starts a child and waits until it is ready.
   *
   * @param installation class path of Lynceus
   * @throws ArchiveException when it does not become ready
   */
  static VisionChild start(String installation, List<String> analyses) {
    try {
      Path folder = Files.createTempDirectory("lynceus-vision-");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(OPTIONS);
      command.add("-XX:ErrorFile=" + folder.resolve("hs_err.log"));
      command.add("-Djava.io.tmpdir=" + folder);
      command.addAll(
          List.of("-cp", installation + ":" + thisJar(), "io.lynceus.spark.child.VisionMain"));
      command.addAll(analyses);
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
      ENVIRONMENT.forEach(builder.environment()::putIfAbsent);
      builder.environment().remove("LYNCEUS_TOKEN");
      builder.environment().remove("LYNCEUS_SECRET");
      VisionChild child = new VisionChild(builder.start(), folder);
      child.awaitReady(installation);
      return child;
    } catch (IOException e) {
      throw new ArchiveException("a child process cannot be started: " + e.getMessage(), e);
    }
  }

  private void awaitReady(String installation) {
    try {
      if (in.readInt() == PictureFrames.MAGIC && in.readInt() == PictureFrames.VERSION) {
        return;
      }
    } catch (IOException e) {
      // It has ended, and said why on its standard error.
    }
    close();
    throw new ArchiveException(
        ("the child process does not start with the class path %s: --installation names the lib"
                + " folder of a Lynceus of the same version on every machine of the executors,"
                + " with /*; the executor's standard error says more")
            .formatted(installation));
  }

  private static String thisJar() {
    CodeSource source = VisionChild.class.getProtectionDomain().getCodeSource();
    try {
      return Path.of(source.getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the jar with this class has no place", e);
    }
  }

  /** Has it look at a picture. */
  Reply look(byte[] file, Ask ask) throws DiedException, InterruptedException {
    try {
      PictureFrames.write(out, new Question(ask, file));
      return ReplyJson.read(PictureFrames.readReply(in)).reply();
    } catch (MalformedReplyException e) {
      throw new ArchiveException(
          "the child process answers what this version does not know: --installation must be a"
              + " Lynceus of the same version",
          e);
    } catch (IOException e) {
      if (!process.waitFor(CRASHED_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      throw new DiedException(process.waitFor());
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it at once, whatever it does. Any thread. */
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
    try (var files = Files.walk(folder)) { // native libraries may lie in folders below
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // It lies in the folder for temporary files.
    }
  }
}
