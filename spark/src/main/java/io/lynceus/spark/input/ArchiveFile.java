package io.lynceus.spark.input;

import java.io.Serializable;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/**
 * A file of an archive, which holds one picture or, as a tar or zip file, many.
 *
 * @param uri where it is
 * @param path below the folder of the archive, with slashes
 * @param bytes its size
 * @param modified when it was changed last
 * @param known {@link ArchivePicture#key} of the pictures of this file that have a row
 */
public record ArchiveFile(String uri, String path, long bytes, Instant modified, Set<String> known)
    implements Serializable {

  /** How the pictures lie in a file. */
  public enum Form {
    PICTURE,
    TAR,
    TAR_GZ,
    ZIP
  }

  /** By the name. */
  public Form form() {
    String name = path.toLowerCase(Locale.ROOT);
    if (name.endsWith(".tar")) {
      return Form.TAR;
    }
    if (name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
      return Form.TAR_GZ;
    }
    return name.endsWith(".zip") ? Form.ZIP : Form.PICTURE;
  }

  /** The same file, with what is known of it. */
  public ArchiveFile withKnown(Set<String> keys) {
    return new ArchiveFile(uri, path, bytes, modified, keys);
  }
}
