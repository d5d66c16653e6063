package io.lynceus.vision.natives;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opencv.core.Core;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OpenCV and ONNX Runtime, loaded into this process, and the system's libturbojpeg where there is
 * one.
 *
 * @param openCvVersion as the library says
 * @param onnxRuntimeVersion as the library says
 * @param jpegDecoder which library decodes JPEGs; if OpenCV does, with what to install instead
 */
public record NativeLibraries(String openCvVersion, String onnxRuntimeVersion, String jpegDecoder) {
  private static final Logger LOG = LoggerFactory.getLogger(NativeLibraries.class);

  /** Tells ONNX Runtime's loader where its libraries lie, instead of unpacking them each time. */
  private static final String ONNX_RUNTIME_PATH = "onnxruntime.native.path";

  private static final CheckedFiles CHECKED = CheckedFiles.ofParent();

  /**
   * Unpacks OpenCV and ONNX Runtime where needed, loads all libraries, and sets OpenCV to one
   * thread a caller. To be called before any analysis; further calls change nothing.
   *
   * @param folder where unpacked libraries are kept, as the setting {@code native.dir} says
   * @throws NativeLibraryException when that folder cannot be used, or the machine is not supported
   */
  public static NativeLibraries load(Optional<Path> folder) throws NativeLibraryException {
    Platform platform = Platform.current();
    CacheFolder cache = CacheFolder.of(folder, CHECKED);
    Optional<Throwable> unheard = NativeMessages.redirect(cache, platform);
    loadOpenCv(cache, platform);
    String onnxRuntime = loadOnnxRuntime(cache, platform);
    unheard.ifPresent(
        why ->
            LOG.info(
                "warnings of decoders cannot be heard: every JPEG is checked for damage instead",
                why));
    return new NativeLibraries(Core.getVersionString(), onnxRuntime, loadJpegDecoder(platform));
  }

  /**
   * Unpacks a native library of another part into the same folder, under the same checks, without
   * loading it.
   *
   * @param folder as in {@link #load}
   * @param resource absolute name of a resource on the class path
   * @param version names the sub-folder, so that versions do not meet
   * @param sha256 that the content has to have, 64 lower-case hexadecimal digits
   * @return the file
   * @throws NativeLibraryException when that folder cannot be used, or the content is another
   */
  public static Path unpack(Optional<Path> folder, String resource, String version, String sha256)
      throws NativeLibraryException {
    return CacheFolder.of(folder, CHECKED)
        .with(new LibraryHashes(Map.of(resource, sha256)))
        .unpacked(resource, version);
  }

  private static String loadJpegDecoder(Platform platform) {
    return TurboJpeg.load(platform)
        .map(
            whyNot ->
                "OpenCV, which takes twice as long as libturbojpeg (%s): its package is called"
                        .formatted(whyNot)
                    + " libturbojpeg0, libturbojpeg or turbojpeg")
        .orElse(TurboJpeg.LIBRARY);
  }

  /**
   * Options for a child JVM that is to load the same files: it does not check their content again,
   * which would take a JVM that compiles little a second.
   */
  public static List<String> optionsOfChild() {
    return CHECKED.optionsOfChild();
  }

  private static void loadOpenCv(CacheFolder cache, Platform platform)
      throws NativeLibraryException {
    Path library =
        cache.unpacked(platform.openCvResource(Core.NATIVE_LIBRARY_NAME), "opencv-" + Core.VERSION);
    try {
      System.load(library.toString());
    } catch (UnsatisfiedLinkError e) {
      throw notLoadable(library, e);
    }
    // Workers are the parallelism; threads inside a call would only compete with them.
    Core.setNumThreads(1);
  }

  private static String loadOnnxRuntime(CacheFolder cache, Platform platform)
      throws NativeLibraryException {
    String version = "onnxruntime-" + OrtEnvironment.class.getPackage().getImplementationVersion();
    Path library = cache.unpacked(platform.onnxRuntimeResource("onnxruntime"), version);
    cache.unpacked(platform.onnxRuntimeResource("onnxruntime4j_jni"), version);
    System.setProperty(ONNX_RUNTIME_PATH, String.valueOf(library.getParent()));
    try {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      environment.setTelemetry(false);
      deleteTemporaryFolder();
      if (platform.jnaResource("jnidispatch").isPresent()) {
        SharedArena.register(library)
            .ifPresent(why -> LOG.info("each network keeps memory of its own for its runs", why));
      }
      return environment.getVersion();
    } catch (LinkageError | IllegalStateException | OrtException e) {
      if (root(e) instanceof IOException noFolder) {
        throw NativeLibraryException.noTemporaryFile(noFolder);
      }
      throw notLoadable(library, e);
    }
  }

  /**
   * ONNX Runtime's loader makes a folder for libraries that it has to unpack. It has none here, so
   * the folder stays empty, and the loader deletes it when the JVM ends: never, if the JVM is
   * killed. Its name is in a private field alone. Where that is not to be read, the loader's way
   * remains.
   */
  private static void deleteTemporaryFolder() {
    try {
      Field field = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("tempDirectory");
      field.setAccessible(true);
      if (field.get(null) instanceof Path folder) {
        Files.deleteIfExists(folder);
      }
    } catch (ReflectiveOperationException | InaccessibleObjectException | IOException e) {
      LOG.debug("the temporary folder of ONNX Runtime stays until the end", e);
    }
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static NativeLibraryException notLoadable(Path library, Throwable cause) {
    return new NativeLibraryException(
        "the native library "
            + library
            + " cannot be loaded ("
            + root(cause).getMessage()
            + "): if its folder forbids execution (noexec), set native.dir to another one",
        cause);
  }
}
