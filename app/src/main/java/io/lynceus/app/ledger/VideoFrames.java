package io.lynceus.app.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Text;
import io.lynceus.model.image.ImageEndFinder;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.RefusedImageException;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a video, one after the other, as image files: those of a folder in the order of
 * their names, or what {@code ffmpeg} makes of a file. One thread at a time.
 */
abstract class VideoFrames implements AutoCloseable {
  private static final Set<String> ENDINGS = Set.of("jpg", "jpeg", "png", "bmp", "webp");

  /** Hears of the frames. */
  interface Sink {
    /**
     * A frame.
     *
     * @param number from 0
     */
    void frame(int number, ByteBuffer file) throws CommandException, InterruptedException;
  }

  /**
   * Gives the wanted frames to a sink; once.
   *
   * @param wanted their numbers, from 0
   */
  abstract void each(IntPredicate wanted, Sink sink) throws CommandException, InterruptedException;

  @Override
  public void close() {}

  /**
   * The frames of a folder or of a video's file.
   *
   * @param ffmpeg its name or path
   * @param limits of a frame
   */
  static VideoFrames of(Path video, String ffmpeg, ImageLimits limits) throws CommandException {
    if (Files.isDirectory(video)) {
      return new OfFolder(video, limits);
    }
    if (!Files.isReadable(video)) {
      throw new CommandException(
          CommandException.USAGE, "there is no video " + Text.shown(video) + " that can be read");
    }
    return new OfFile(video, ffmpeg, limits);
  }

  /** Pictures whose names are in the order of time. */
  private static final class OfFolder extends VideoFrames {
    private final Path folder;
    private final ImageLimits limits;

    OfFolder(Path folder, ImageLimits limits) {
      this.folder = folder;
      this.limits = limits;
    }

    @Override
    void each(IntPredicate wanted, Sink sink) throws CommandException, InterruptedException {
      List<Path> pictures;
      try (Stream<Path> all = Files.list(folder)) {
        pictures = all.filter(OfFolder::isPicture).sorted().toList();
      } catch (IOException e) {
        throw failure(e);
      }
      int number = 0;
      for (Iterator<Path> next = pictures.iterator(); next.hasNext(); number++) {
        Path picture = next.next();
        if (wanted.test(number)) {
          sink.frame(number, read(picture));
        }
      }
    }

    private static boolean isPicture(Path path) {
      String name = String.valueOf(path.getFileName());
      return !name.startsWith(".")
          && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private ByteBuffer read(Path picture) throws CommandException {
      try (InputStream in = Files.newInputStream(picture)) {
        return ByteBuffer.wrap(in.readNBytes(limits.bytes() + 1)); // one more: it is refused
      } catch (IOException e) {
        throw failure(e);
      }
    }

    private CommandException failure(IOException e) {
      return new CommandException(
          CommandException.USAGE, Text.shown(folder) + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** What a child process writes: JPEGs, one after the other. */
  private static final class OfFile extends VideoFrames {
    private static final int CHUNK = 64 << 10;
    private static final int KEPT_COMPLAINT = 1000;

    private final Path video;
    private final String ffmpeg;
    private final ImageLimits limits;
    private @Nullable Process process;

    OfFile(Path video, String ffmpeg, ImageLimits limits) {
      this.video = video;
      this.ffmpeg = ffmpeg;
      this.limits = limits;
    }

    /** Nothing but this file is opened, whatever it names; each frame is given once. */
    private List<String> command() {
      return List.of(
          ffmpeg,
          "-hide_banner",
          "-nostdin",
          "-v",
          "fatal",
          "-protocol_whitelist",
          "file",
          "-i",
          "file:" + video.toAbsolutePath(),
          "-an",
          "-vsync",
          "passthrough",
          "-q:v",
          "2",
          "-f",
          "mjpeg",
          "-");
    }

    @Override
    void each(IntPredicate wanted, Sink sink) throws CommandException, InterruptedException {
      Path complaints = null;
      try {
        complaints = Files.createTempFile("lynceus-video-", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command()).redirectError(complaints.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().keySet().removeIf(key -> key.startsWith("LYNCEUS_")); // secrets
        process = builder.start();
        int frames = cut(process.getInputStream(), wanted, sink);
        int exit = process.waitFor();
        if (exit != 0 || frames == 0) {
          throw failure(complaint(complaints), null);
        }
      } catch (IOException e) {
        throw process == null
            ? new CommandException(
                CommandException.USAGE,
                ffmpeg + " cannot be started: install it, or give a folder of pictures",
                e)
            : failure(String.valueOf(e.getMessage()), e);
      } catch (RefusedImageException e) {
        throw failure(String.valueOf(e.getMessage()), e);
      } finally {
        close();
        delete(complaints);
      }
    }

    private int cut(InputStream in, IntPredicate wanted, Sink sink)
        throws IOException, RefusedImageException, CommandException, InterruptedException {
      int number = 0;
      byte[] chunk = new byte[CHUNK];
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      ImageEndFinder finder = ImageEndFinder.of(ImageFormat.JPEG, limits);
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, count);
        while (bytes.hasRemaining()) {
          var end = finder.feed(bytes);
          int taken = end.isPresent() ? end.getAsInt() - frame.size() : bytes.remaining();
          frame.write(chunk, bytes.position(), taken);
          bytes.position(bytes.position() + taken);
          if (end.isPresent()) {
            if (wanted.test(number)) {
              sink.frame(number, ByteBuffer.wrap(frame.toByteArray()));
            }
            number++;
            frame.reset();
            finder = ImageEndFinder.of(ImageFormat.JPEG, limits);
          }
        }
      }
      return number;
    }

    private CommandException failure(String why, @Nullable Exception cause) {
      return new CommandException(
          CommandException.USAGE,
          Text.shown(video)
              + " is no video that ffmpeg can read"
              + (why.isEmpty() ? "" : ": " + why),
          cause);
    }

    private static String complaint(Path file) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        String text = new String(in.readNBytes(KEPT_COMPLAINT), UTF_8);
        return Text.shown(text.lines().findFirst().orElse("").strip());
      }
    }

    private static void delete(@Nullable Path file) {
      try {
        if (file != null) {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        // The system clears its folder of temporary files.
      }
    }

    @Override
    public void close() {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }
}
