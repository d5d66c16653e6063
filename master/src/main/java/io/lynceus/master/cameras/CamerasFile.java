package io.lynceus.master.cameras;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import io.lynceus.scene.camera.CameraSet;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** A file with cameras: {@code cameras.conf}, or one of {@code cameras.d}. */
final class CamerasFile {
  /** 256 cameras with 32 zones each have less than a third of that. */
  static final int MAX_BYTES = 4 << 20;

  /** One camera with 32 zones and 32 masks of 64 points each has about half of that. */
  static final int MAX_BYTES_OF_ONE = 256 << 10;

  private final Path path;
  private final int mostBytes;
  private final Set<String> channels;

  CamerasFile(Path path) {
    this(path, Set.of());
  }

  /**
   * The file with all cameras.
   *
   * @param channels whom rules of events can name
   */
  CamerasFile(Path path, Set<String> channels) {
    this(path, MAX_BYTES, channels);
  }

  private CamerasFile(Path path, int mostBytes, Set<String> channels) {
    this.path = path.toAbsolutePath().normalize();
    this.mostBytes = mostBytes;
    this.channels = channels;
  }

  /** A file with one camera. */
  static CamerasFile ofOne(Path path) {
    return new CamerasFile(path, MAX_BYTES_OF_ONE, Set.of());
  }

  Path path() {
    return path;
  }

  /** Whether there is such a file, which may be unreadable. */
  boolean exists() {
    return Files.exists(path);
  }

  /**
   * The bytes of the file.
   *
   * @throws IOException when it cannot be read
   * @throws CameraSettingsException when it is too large
   */
  byte[] read() throws IOException, CameraSettingsException {
    if (Files.isDirectory(path)) {
      throw new IOException("it is a folder");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(mostBytes + 1);
      if (bytes.length > mostBytes) {
        throw new CameraSettingsException(
            "it has more than "
                + (mostBytes < 1 << 20 ? (mostBytes >> 10) + " KiB" : (mostBytes >> 20) + " MiB"));
      }
      return bytes;
    } catch (IOException e) {
      throw new IOException("it cannot be read: does it exist, and may this user?", e);
    }
  }

  /**
   * The cameras that the bytes describe.
   *
   * @throws CameraSettingsException when something is wrong with them; names the key
   */
  CameraSet parse(byte[] bytes) throws CameraSettingsException {
    Path folder = path.getParent();
    CameraSettings settings = new CameraSettings(folder == null ? path : folder, channels);
    return settings.cameras(new SettingsObject("", read(bytes).root()));
  }

  /**
   * The settings of one camera as JSON.
   *
   * @return empty if the bytes do not describe it, or cannot be read
   */
  static Optional<String> json(byte[] bytes, String camera) {
    try {
      return read(bytes).root().get("cameras") instanceof ConfigObject cameras
              && cameras.get(camera) instanceof ConfigObject found
          ? Optional.of(found.render(ConfigRenderOptions.concise()))
          : Optional.empty();
    } catch (CameraSettingsException e) {
      return Optional.empty();
    }
  }

  /**
   * The settings that the bytes are, without what cannot be in them.
   *
   * @throws CameraSettingsException when they are not HOCON, or something stands there twice
   */
  private static Config read(byte[] bytes) throws CameraSettingsException {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      Config config = ConfigFactory.parseString(text, options()).resolve();
      Optional<String> twice = OpenedTwice.in(text);
      if (twice.isPresent()) {
        throw new CameraSettingsException(twice.get());
      }
      return config;
    } catch (CharacterCodingException e) {
      throw new CameraSettingsException("it is not UTF-8");
    } catch (ConfigException e) { // whose message may repeat a password
      int line = e.origin() == null ? 0 : e.origin().lineNumber();
      throw new CameraSettingsException(
          (line > 0 ? "line " + line + " is" : "it is")
              + " not HOCON: is a quote, a bracket or a = missing, or a $ not in quotes?");
    } catch (IncludedException e) {
      throw new CameraSettingsException("it includes another file: write all cameras into it");
    } catch (StackOverflowError e) {
      throw new CameraSettingsException("its brackets are nested too deeply");
    }
  }

  /** How settings are parsed that may include nothing. */
  static ConfigParseOptions options() {
    return ConfigParseOptions.defaults()
        .setOriginDescription("cameras.conf")
        .setIncluder(new NoIncludes());
  }

  /** Nothing is fetched, and nothing read from elsewhere. */
  private static final class NoIncludes
      implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder others) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      throw new IncludedException();
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
      throw new IncludedException();
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
      throw new IncludedException();
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
      throw new IncludedException();
    }
  }

  /** The file includes another. */
  static final class IncludedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
