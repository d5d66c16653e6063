package io.lynceus.app.watch.folder;

import io.lynceus.app.submit.FileStamp;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * A file that may become a picture to send.
 *
 * @param path where it is
 * @param place the same below the watched folder; relative
 * @param stamp what it was like when it was found
 */
record FoundFile(Path path, Path place, FileStamp stamp) {
  /** Those that were written first come first: events want stills in the order of their times. */
  static final Comparator<FoundFile> OLDEST_FIRST =
      Comparator.comparing((FoundFile file) -> file.stamp().modified())
          .thenComparing(FoundFile::place);
}
