package io.lynceus.vision.natives;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The folder that keeps unpacked native libraries from one start to the next.
 *
 * <p>Several processes may unpack into it at the same time: a file is written under a name of its
 * own and then renamed, so a library is there whole or not at all.
 */
final class CacheFolder {
  private final Path root;

  private CacheFolder(Path root) {
    this.root = root;
  }

  /**
   * The folder of the setting {@code native.dir}; without it {@code lynceus} in the user's cache
   * ({@code $XDG_CACHE_HOME}, else {@code ~/.cache}); where that cannot be made or written to,
   * {@code lynceus-USER} in the temporary folder.
   */
  static CacheFolder of(Optional<Path> setting) throws NativeLibraryException {
    return of(setting, System::getenv, System::getProperty);
  }

  static CacheFolder of(
      Optional<Path> setting,
      UnaryOperator<@Nullable String> environment,
      UnaryOperator<@Nullable String> properties)
      throws NativeLibraryException {
    if (setting.isPresent()) {
      return new CacheFolder(existing(setting.get()));
    }
    Optional<Path> ofUser =
        absolute(environment.apply("XDG_CACHE_HOME"))
            .or(() -> absolute(properties.apply("user.home")).map(home -> home.resolve(".cache")))
            .map(cache -> cache.resolve("lynceus"));
    if (ofUser.isPresent() && isUsable(ofUser.get())) {
      return new CacheFolder(ofUser.get());
    }
    Path temporary = Path.of(String.valueOf(properties.apply("java.io.tmpdir")));
    return new CacheFolder(privateFolder(temporary, "lynceus-" + properties.apply("user.name")));
  }

  /** Users without a home have {@code ?} there: that is not to become a folder somewhere. */
  private static Optional<Path> absolute(@Nullable String path) {
    return Optional.ofNullable(path).map(Path::of).filter(Path::isAbsolute);
  }

  private static boolean isUsable(Path folder) {
    try {
      return Files.isWritable(existing(folder));
    } catch (NativeLibraryException e) {
      return false;
    }
  }

  /**
   * The resource as a file, unpacked if it is not there in its full size.
   *
   * @param resource absolute name of a resource on the class path
   * @param version names the sub-folder, so that versions do not meet
   */
  Path unpacked(String resource, String version) throws NativeLibraryException {
    URL url = CacheFolder.class.getResource(resource);
    if (url == null) {
      throw new NativeLibraryException("the class path has no " + resource + ": install it whole");
    }
    Path folder = root.resolve(version);
    Path file = folder.resolve(resource.substring(resource.lastIndexOf('/') + 1));
    try {
      URLConnection connection = url.openConnection();
      long size = connection.getContentLengthLong();
      if (!isWhole(file, size)) {
        existing(folder);
        try (InputStream content = connection.getInputStream()) {
          unpack(content, size, file);
        }
      }
      return file;
    } catch (NativeLibraryException e) {
      throw e;
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static void unpack(InputStream content, long size, Path file) throws IOException {
    Path partial = Files.createTempFile(file.getParent(), file.getFileName() + ".", ".partial");
    try {
      Files.copy(content, partial, StandardCopyOption.REPLACE_EXISTING);
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Windows does not replace a library that another process has loaded: then it is there.
      if (!isWhole(file, size)) {
        throw e;
      }
    } finally {
      Files.deleteIfExists(partial);
    }
    if (!isWhole(file, size)) {
      throw new IOException("it has " + Files.size(file) + " bytes instead of " + size);
    }
  }

  private static boolean isWhole(Path file, long size) throws IOException {
    return Files.isRegularFile(file) && Files.size(file) == size;
  }

  private static Path existing(Path folder) throws NativeLibraryException {
    try {
      // A link to a folder is one too, which createDirectories does not know before JDK 20.
      return Files.isDirectory(folder)
          ? folder.toAbsolutePath()
          : Files.createDirectories(folder).toAbsolutePath();
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  /** A folder of ours alone where everybody may write: nobody else may put a library into it. */
  private static Path privateFolder(Path parent, String name) throws NativeLibraryException {
    Path folder = parent.resolve(name);
    try {
      if (!Files.getFileStore(parent).supportsFileAttributeView("posix")) {
        return existing(folder);
      }
      if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      Path probe = Files.createTempFile(parent, name, ".probe");
      boolean ours =
          Files.getOwner(probe).equals(Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS));
      Files.delete(probe);
      String rights =
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS));
      if (!ours || !rights.equals("rwx------") || Files.isSymbolicLink(folder)) {
        throw new IOException("it is not a private folder of this user");
      }
      return folder.toAbsolutePath();
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static NativeLibraryException unusable(Path folder, IOException cause) {
    String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new NativeLibraryException(
        "native libraries cannot be unpacked into "
            + folder
            + " ("
            + why
            + "): set native.dir to a folder that can be written, with 150 MB free",
        cause);
  }
}
