package io.lynceus.spark.input;

import io.lynceus.spark.input.ArchivePicture.Content;
import io.lynceus.spark.input.ArchivePicture.Fault;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of one file, read one after the other. Pictures that have a row are passed over. A
 * file or a picture that cannot be read is given as a fault and never thrown. One thread.
 */
public final class ArchivePictures implements Iterator<ArchivePicture>, Closeable {
  /** As {@code limits.image-bytes} of master and slaves. */
  public static final int MOST_BYTES = 32 << 20;

  /** So many members of one archive are read. */
  static final int MOST_MEMBERS = 5_000_000;

  private final ArchiveFile file;
  private final Opener opener;
  private final Set<String> done;
  private @Nullable Members members;
  private @Nullable ArchivePicture next;
  private boolean ended;

  /** Opens a file by its URI. */
  @FunctionalInterface
  public interface Opener {
    InputStream open(String uri) throws IOException;
  }

  /** The members of an archive. */
  private interface Members extends Closeable {
    /** Goes to the next member that is a file; false at the end. */
    boolean advance() throws IOException;

    String name();

    Instant modified();

    /** Its bytes, or the first {@code most} of them. */
    byte[] read(int most) throws IOException;
  }

  public ArchivePictures(ArchiveFile file, Opener opener) {
    this.file = file;
    this.opener = opener;
    this.done = new HashSet<>(file.known());
  }

  /** The file that is read. */
  public ArchiveFile file() {
    return file;
  }

  @Override
  public boolean hasNext() {
    while (next == null && !ended) {
      ArchivePicture found = read();
      if (found != null && done.add(found.key())) {
        next = found;
      }
    }
    return next != null;
  }

  @Override
  public ArchivePicture next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    ArchivePicture found = next;
    next = null;
    return found;
  }

  /** The next one, or null when there is none, which {@link #ended} says. */
  private @Nullable ArchivePicture read() {
    try {
      return file.form() == ArchiveFile.Form.PICTURE ? picture() : member();
    } catch (IOException | IllegalArgumentException e) { // the latter for names in a zip file
      ended = true;
      String what = String.valueOf(e.getMessage());
      return file.form() == ArchiveFile.Form.PICTURE || members == null
          ? fault("UNREADABLE", "the file cannot be read: " + what)
          : fault("BAD_ARCHIVE", "the archive cannot be read to its end: " + what);
    }
  }

  private ArchivePicture picture() throws IOException {
    ended = true;
    if (file.bytes() > MOST_BYTES) {
      return fault("TOO_LARGE", tooLarge(file.bytes()));
    }
    try (InputStream in = opener.open(file.uri())) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      return bytes.length > MOST_BYTES // it has grown
          ? fault("TOO_LARGE", tooLarge(bytes.length))
          : new ArchivePicture(
              file.path(),
              file.path(),
              bytes.length,
              file.modified(),
              Optional.of(Content.of(bytes)),
              Optional.empty());
    }
  }

  private @Nullable ArchivePicture member() throws IOException {
    Members open = members;
    if (open == null) {
      open = open();
      members = open;
    }
    if (!open.advance()) {
      ended = true;
      return null;
    }
    String path = file.path() + "!/" + open.name();
    byte[] bytes = open.read(MOST_BYTES + 1);
    boolean fits = bytes.length <= MOST_BYTES;
    return new ArchivePicture(
        path,
        file.path(),
        bytes.length,
        open.modified(),
        fits ? Optional.of(Content.of(bytes)) : Optional.empty(),
        fits ? Optional.empty() : Optional.of(new Fault("TOO_LARGE", tooLarge(bytes.length))));
  }

  private Members open() throws IOException {
    InputStream in = new BufferedInputStream(opener.open(file.uri()), 1 << 16);
    try {
      return switch (file.form()) {
        case TAR -> new Tar(in, file.modified());
        case TAR_GZ -> new Tar(new GZIPInputStream(in, 1 << 16), file.modified());
        default -> new Zip(in, file.modified());
      };
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private ArchivePicture fault(String code, String message) {
    return new ArchivePicture(
        file.path(),
        file.path(),
        file.bytes(),
        file.modified(),
        Optional.empty(),
        Optional.of(new Fault(code, message)));
  }

  private static String tooLarge(long bytes) {
    return "it has %s%d bytes, more than an image may have (%d)"
        .formatted(bytes == MOST_BYTES + 1 ? "at least " : "", bytes, MOST_BYTES);
  }

  @Override
  public void close() throws IOException {
    ended = true;
    Members open = members;
    if (open != null) {
      open.close();
    }
  }

  private static int next(int members) throws IOException {
    if (members >= MOST_MEMBERS) {
      throw new IOException("it has more than " + MOST_MEMBERS + " members");
    }
    return members + 1;
  }

  private static final class Tar implements Members {
    private final TarArchiveInputStream in;
    private final Instant otherwise;
    private @Nullable TarArchiveEntry entry;
    private int count;

    Tar(InputStream in, Instant otherwise) {
      this.in = new TarArchiveInputStream(in, StandardCharsets.UTF_8.name());
      this.otherwise = otherwise;
    }

    @Override
    public boolean advance() throws IOException {
      do {
        entry = in.getNextEntry();
        count = next(count);
      } while (entry != null && !entry.isFile());
      return entry != null;
    }

    @Override
    public String name() {
      return entry == null ? "" : entry.getName();
    }

    @Override
    public Instant modified() {
      return entry == null ? otherwise : entry.getLastModifiedTime().toInstant();
    }

    @Override
    public byte[] read(int most) throws IOException {
      byte[] bytes = in.readNBytes(most);
      if (entry != null && bytes.length < Math.min(most, entry.getSize())) {
        throw new EOFException("it ends within " + entry.getName());
      }
      return bytes;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private static final class Zip implements Members {
    private final ZipInputStream in;
    private final Instant otherwise;
    private @Nullable ZipEntry entry;
    private int count;

    Zip(InputStream in, Instant otherwise) {
      this.in = new ZipInputStream(in, StandardCharsets.UTF_8);
      this.otherwise = otherwise;
    }

    @Override
    public boolean advance() throws IOException {
      do {
        entry = in.getNextEntry();
        count = next(count);
      } while (entry != null && entry.isDirectory());
      if (entry == null && count == 1) {
        throw new IOException("it is no zip file, or an empty one");
      }
      return entry != null;
    }

    @Override
    public String name() {
      return entry == null ? "" : entry.getName();
    }

    @Override
    public Instant modified() {
      return entry == null || entry.getLastModifiedTime() == null
          ? otherwise
          : entry.getLastModifiedTime().toInstant();
    }

    @Override
    public byte[] read(int most) throws IOException {
      return in.readNBytes(most);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
