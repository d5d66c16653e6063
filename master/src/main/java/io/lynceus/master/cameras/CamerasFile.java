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

/** The file with the cameras. */
final class CamerasFile {
  /** 256 cameras with 32 zones each have less than a third of that. */
  static final int MAX_BYTES = 4 << 20;

  private final Path path;

  CamerasFile(Path path) {
    this.path = path.toAbsolutePath().normalize();
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
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new CameraSettingsException("it has more than " + (MAX_BYTES >> 20) + " MiB");
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
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      Config config = ConfigFactory.parseString(text, options()).resolve();
      Optional<String> twice = OpenedTwice.in(text);
      if (twice.isPresent()) {
        throw new CameraSettingsException(twice.get());
      }
      Path folder = path.getParent();
      return new CameraSettings(folder == null ? path : folder)
          .cameras(new SettingsObject("", config.root()));
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

  private static ConfigParseOptions options() {
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
  private static final class IncludedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
