package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.SampleImages;
import io.lynceus.master.gateway.items.archive.TarBlock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Builds tar archives in memory. */
final class TarSamples {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

  private TarSamples(int longFiles) {
    tar.setLongFileMode(longFiles);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  /** As GNU tar: long names in separate entries. */
  static TarSamples gnu() {
    return new TarSamples(TarArchiveOutputStream.LONGFILE_GNU);
  }

  /** As POSIX pax: long and non-ASCII names in extended headers. */
  static TarSamples pax() {
    TarSamples samples = new TarSamples(TarArchiveOutputStream.LONGFILE_POSIX);
    samples.tar.setAddPaxHeadersForNonAsciiNames(true);
    return samples;
  }

  /** An archive with a name in Latin-1. */
  static byte[] latin1(String name, byte[] content) {
    byte[] archive = gnu().file("?".repeat(name.length()), content).toByteArray();
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, archive, 0, bytes.length);
    return withHeaderByte(archive, 0, 0, (char) bytes[0]);
  }

  /** As the tar of V7 Unix: without the mark and what came with it. Names and contents in turn. */
  static byte[] old(Object... files) {
    byte[] archive = new byte[0];
    for (int i = 0; i < files.length; i += 2) {
      byte[] content = (byte[]) files[i + 1];
      byte[] entry = gnu().file("x", content).toByteArray();
      byte[] name = ((String) files[i]).getBytes(StandardCharsets.UTF_8);
      Arrays.fill(entry, TarBlock.MARK_AT, TarBlock.SIZE, (byte) 0);
      System.arraycopy(name, 0, entry, 0, name.length);
      int size = TarBlock.SIZE + content.length + (int) TarBlock.padding(content.length);
      archive =
          SampleImages.joined(archive, Arrays.copyOf(withHeaderByte(entry, 0, 156, '\0'), size));
    }
    return SampleImages.joined(archive, new byte[2 * TarBlock.SIZE]);
  }

  TarSamples file(String name, byte[] content) {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    return put(entry, content);
  }

  TarSamples other(String name, byte linkFlag) {
    TarArchiveEntry entry = new TarArchiveEntry(name, linkFlag);
    entry.setLinkName("elsewhere");
    return put(entry, new byte[0]);
  }

  TarSamples directory(String name) {
    return put(new TarArchiveEntry(name, TarConstants.LF_DIR), new byte[0]);
  }

  TarSamples fileWithPax(String name, byte[] content, String key, String value) {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.addPaxHeader(key, value);
    return put(entry, content);
  }

  byte[] toByteArray() {
    try {
      tar.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private TarSamples put(TarArchiveEntry entry, byte[] content) {
    // Whole seconds: fractions would need an extended header.
    entry.setLastModifiedTime(FileTime.fromMillis(0));
    try {
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** The entry that GNU tar writes before an entry with a long name. */
  static byte[] longName(String name) {
    byte[] entry = gnu().file("././@LongLink", name.getBytes(StandardCharsets.UTF_8)).toByteArray();
    byte[] noted = withHeaderByte(entry, 0, 156, 'L');
    int blocks = TarBlock.SIZE + name.length() + (int) TarBlock.padding(name.length());
    return Arrays.copyOf(noted, blocks);
  }

  /** Changes one byte of a header and corrects its checksum. */
  static byte[] withHeaderByte(byte[] archive, int header, int at, char value) {
    byte[] changed = archive.clone();
    changed[header + at] = (byte) value;
    int sum = 0;
    for (int i = 0; i < TarBlock.SIZE; i++) {
      sum += i >= 148 && i < 156 ? ' ' : changed[header + i] & 0xff;
    }
    byte[] digits = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, changed, header + 148, digits.length);
    return changed;
  }
}
