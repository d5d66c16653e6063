package io.lynceus.master.sources.ffmpeg;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.master.sources.still.FetchFailure;
import io.lynceus.master.sources.still.PasswordFile;
import io.lynceus.master.sources.still.SourceThread;
import io.lynceus.master.sources.still.StillBuffer;
import io.lynceus.master.sources.still.StillOrigin;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.RefusedImageException;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.SourceConfig;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stills of an RTSP stream: {@code ffmpeg} decodes it and writes a JPEG each {@code every}. A child
 * that is silent for too long is killed when the attempt is given up, and the next attempt starts
 * another. Stills that nobody asks for are passed over.
 */
public final class FfmpegOrigin implements StillOrigin {
  /** For connecting, and for looking at the stream until it can be decoded. */
  private static final Duration START = Duration.ofSeconds(10);

  private final String program;
  private final String name;
  private final SourceConfig config;
  private final ImageLimits limits;
  private final SourceThread thread;
  private @Nullable Video video;
  private @Nullable StillBuffer into;
  private @Nullable Receiver receiver;

  /**
   * A source without a child.
   *
   * @param program ffmpeg's name or path
   * @param camera whose source is RTSP
   * @param limits of a still
   */
  public FfmpegOrigin(
      String program, CameraConfig camera, ImageLimits limits, SourceThread thread) {
    this.program = program;
    this.name = camera.name();
    this.config = camera.source().orElseThrow();
    this.limits = limits;
    this.thread = thread;
  }

  @Override
  public void next(boolean afresh, StillBuffer still, Receiver told) {
    into = still;
    receiver = told;
    if (video == null) {
      PasswordFile.Content password = new PasswordFile(config.passwordFile()).read();
      if (password.failure() != null) {
        forget();
        told.failed(password.failure());
        return;
      }
      video = new Video(password.password());
      video.child.start(name);
    }
  }

  @Override
  public void abort() {
    if (receiver != null) {
      close();
    }
  }

  @Override
  public void close() {
    forget();
    Video running = video;
    video = null;
    if (running != null) {
      running.child.kill();
    }
  }

  private void forget() {
    into = null;
    receiver = null;
  }

  @Override
  public Duration limit() {
    Duration running = config.timeout().plus(config.every());
    return video == null || !video.hasBegun ? running.plus(START) : running;
  }

  @Override
  public boolean keepsPace() {
    return true;
  }

  /** The command line; the password is in it, as ffmpeg takes it nowhere else. */
  static List<String> command(String program, SourceConfig config, String password) {
    return List.of(
        program,
        "-hide_banner",
        "-nostdin",
        "-v",
        "error",
        "-rtsp_transport",
        "tcp",
        "-threads",
        "1",
        "-i",
        address(config, password),
        "-an",
        "-vf",
        "fps=1000/" + config.every().toMillis(),
        "-q:v",
        "3",
        "-f",
        "mjpeg",
        "-");
  }

  private static String address(SourceConfig config, String password) {
    URI url = config.url().orElseThrow();
    if (config.user().isEmpty()) {
      return url.toASCIIString();
    }
    String start = url.getScheme() + "://";
    return start
        + encoded(config.user())
        + ":"
        + encoded(password)
        + "@"
        + url.toASCIIString().substring(start.length());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /** One child, and what it writes. */
  private final class Video implements FfmpegChild.Listener, JpegCutter.Sink {
    private final String password;
    private final FfmpegChild child;
    private final JpegCutter cutter = new JpegCutter(limits, this);
    private boolean hasBegun;
    private boolean taking;
    private @Nullable FetchFailure refused;

    Video(String password) {
      this.password = password;
      child = new FfmpegChild(command(program, config, password), thread, this);
    }

    @Override
    public void wrote(ByteBuffer bytes) {
      if (video != this) {
        return;
      }
      try {
        cutter.take(bytes);
      } catch (RefusedImageException e) {
        refused = FetchFailure.failed("ffmpeg writes what is no still: " + e.getMessage());
      }
      if (refused != null && video == this) {
        end(refused);
      }
    }

    @Override
    public void begins() {
      hasBegun = true;
      taking = into != null;
    }

    @Override
    public void bytes(ByteBuffer some) {
      if (taking && into != null && refused == null) {
        refused = into.append(some);
      }
    }

    @Override
    public void ends() {
      Receiver told = receiver;
      if (taking && told != null && refused == null) {
        taking = false;
        forget();
        told.still();
      }
    }

    @Override
    public void ended(int exit, String complaint) {
      if (video == this) {
        end(FfmpegComplaint.failure(exit, complaint, password));
      }
    }

    private void end(FetchFailure why) {
      Receiver told = receiver;
      close();
      if (told != null) {
        told.failed(why);
      }
    }
  }
}
