package io.lynceus.vision.natives;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that keeps unpacked native libraries from one start to the next.
 *
 * <p>A library is taken from it only if its SHA-256 is the one that this version knows (read once,
 * see {@link CheckedFiles}), and only this user and root can have written it. Nobody else may be
 * able to put another file into its place either, so what was checked is what is loaded. A library
 * that fails is unpacked again; a folder that fails is refused.
 *
 * <p>Several processes may unpack into it at the same time: a file is written under a name of its
 * own and then renamed, so a library is there whole or not at all.
 */
final class CacheFolder {
  private static final Logger LOG = LoggerFactory.getLogger(CacheFolder.class);

  /** Tells later processes which libraries were checked. */
  private static final String RECORD = "checked";

  private final Path root;
  private final FolderTrust trust;
  private final LibraryHashes hashes;
  private final CheckedFiles checked;

  private CacheFolder(Path root, FolderTrust trust, LibraryHashes hashes, CheckedFiles checked) {
    this.root = root;
    this.trust = trust;
    this.hashes = hashes;
    this.checked = checked;
  }

  /**
   * The folder of the setting {@code native.dir}; without it {@code lynceus} in the user's cache
   * ({@code $XDG_CACHE_HOME}, else {@code ~/.cache}); where that cannot be made, written to or
   * trusted, {@code lynceus-USER} in the temporary folder.
   *
   * @param checked files whose content need not be read again; those that are read are added
   */
  static CacheFolder of(Optional<Path> setting, CheckedFiles checked)
      throws NativeLibraryException {
    return of(setting, checked, System::getenv, System::getProperty);
  }

  static CacheFolder of(
      Optional<Path> setting,
      CheckedFiles checked,
      UnaryOperator<@Nullable String> environment,
      UnaryOperator<@Nullable String> properties)
      throws NativeLibraryException {
    FolderTrust trust;
    try {
      trust = FolderTrust.ofThisUser();
    } catch (IOException e) {
      throw NativeLibraryException.noTemporaryFile(e);
    }
    Path root =
        setting.isPresent()
            ? trusted(setting.get(), trust)
            : ofThisUser(trust, environment, properties);
    CacheFolder cache = new CacheFolder(root, trust, LibraryHashes.ofThisVersion(), checked);
    cache.readRecord();
    return cache;
  }

  /** The same folder, for libraries with other hashes. */
  CacheFolder with(LibraryHashes others) {
    return new CacheFolder(root, trust, others, checked);
  }

  private static Path ofThisUser(
      FolderTrust trust,
      UnaryOperator<@Nullable String> environment,
      UnaryOperator<@Nullable String> properties)
      throws NativeLibraryException {
    Optional<Path> cache =
        absolute(environment.apply("XDG_CACHE_HOME"))
            .or(() -> absolute(properties.apply("user.home")).map(home -> home.resolve(".cache")))
            .map(parent -> parent.resolve("lynceus"));
    if (cache.isPresent()) {
      try {
        Path folder = trusted(cache.get(), trust);
        if (Files.isWritable(folder)) {
          return folder;
        }
      } catch (NativeLibraryException e) {
        LOG.info("the temporary folder is used instead: {}", e.getMessage());
      }
    }
    Path temporary = Path.of(String.valueOf(properties.apply("java.io.tmpdir")));
    Path folder = noLink(temporary.resolve("lynceus-" + properties.apply("user.name")));
    return trusted(folder, trust, "rwx------");
  }

  /** Users without a home have {@code ?} there: that is not to become a folder somewhere. */
  private static Optional<Path> absolute(@Nullable String path) {
    return Optional.ofNullable(path).map(Path::of).filter(Path::isAbsolute);
  }

  /** Where others may make links, a folder behind one may be anybody's. */
  private static Path noLink(Path folder) throws NativeLibraryException {
    if (Files.isSymbolicLink(folder)) {
      throw untrusted(folder, folder + " is a link");
    }
    return folder;
  }

  /** The real path of a folder, which is made if it is missing. */
  private static Path trusted(Path folder, FolderTrust trust) throws NativeLibraryException {
    return trusted(folder, trust, "rwxr-xr-x");
  }

  private static Path trusted(Path folder, FolderTrust trust, String ifNew)
      throws NativeLibraryException {
    try {
      // A link to a folder is one too, which createDirectories does not know before JDK 20.
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, permissions(folder, ifNew));
      }
      Path real = folder.toRealPath();
      Optional<String> objection = trust.objectionTo(real);
      if (objection.isPresent()) {
        throw untrusted(folder, objection.get());
      }
      return real;
    } catch (NativeLibraryException e) {
      throw e;
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  /** For a new file or folder, whatever the umask would allow others. */
  private static FileAttribute<?>[] permissions(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /**
   * The resource as a file, unpacked if it is not there as this version knows it.
   *
   * @param resource absolute name of a resource on the class path
   * @param version names the sub-folder, so that versions do not meet
   */
  Path unpacked(String resource, String version) throws NativeLibraryException {
    URL url = CacheFolder.class.getResource(resource);
    if (url == null) {
      throw new NativeLibraryException("the class path has no " + resource + ": install it whole");
    }
    Path folder = trusted(noLink(root.resolve(version)), trust);
    Path file = folder.resolve(resource.substring(resource.lastIndexOf('/') + 1));
    try {
      if (!isRight(file, resource)) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
          LOG.warn("{} is not the file that belongs there, and is unpacked again", file);
        }
        unpack(url, resource, file);
      }
      if (checked.add(file, hashes.of(resource))) {
        writeRecord();
      }
      return file;
    } catch (NativeLibraryException e) {
      throw e;
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private boolean isRight(Path file, String resource) throws IOException {
    return trust.trustsFile(file)
        && (checked.contains(file, hashes.of(resource)) || hashes.isContent(file, resource));
  }

  private void readRecord() {
    Path record = root.resolve(RECORD);
    try {
      if (trust.trustsFile(record)) {
        checked.read(record);
      }
    } catch (IOException e) {
      LOG.debug("native libraries are checked anew", e);
    }
  }

  /** Where it cannot be written, libraries are checked at each start. */
  private void writeRecord() {
    Path partial = root.resolve(RECORD + "." + UUID.randomUUID() + ".partial");
    try {
      try {
        Files.createFile(partial, permissions(partial, "rw-r--r--"));
        Files.write(partial, checked.lines());
        Files.move(partial, root.resolve(RECORD), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      LOG.debug("the record of checked libraries cannot be written", e);
    }
  }

  private void unpack(URL url, String resource, Path file) throws IOException {
    Path partial = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".partial");
    Files.createFile(partial, permissions(partial, "rw-r--r--"));
    try {
      try (InputStream content = url.openStream();
          var out = Files.newOutputStream(partial, StandardOpenOption.WRITE)) {
        content.transferTo(out);
      }
      if (!hashes.isContent(partial, resource)) {
        throw new NativeLibraryException(
            "the class path has another " + resource + " than this version: install it whole");
      }
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Windows does not replace a library that another process has loaded: then it is there.
      if (!isRight(file, resource)) {
        throw e;
      }
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static NativeLibraryException untrusted(Path folder, String objection) {
    return new NativeLibraryException(
        "native libraries are not loaded from "
            + folder
            + " ("
            + objection
            + "): set native.dir to a folder that only this user can write");
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
