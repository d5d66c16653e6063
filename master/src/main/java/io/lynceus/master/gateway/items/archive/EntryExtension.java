package io.lynceus.master.gateway.items.archive;

import io.lynceus.model.text.FileName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * What the extensions before a tar entry say of it: GNU long names and PAX records (POSIX.1-2001,
 * pax, "pax Extended Header": each record is {@code "LENGTH KEY=VALUE\n"}, its own length counted).
 * PAX records of the whole archive are ignored: no archiver puts names there.
 */
public final class EntryExtension {
  /** The most that one extension may have, in bytes. */
  public static final int MAX_BYTES = 64 << 10;

  private @Nullable String name;
  private OptionalLong size = OptionalLong.empty();
  private boolean sparse;

  /**
   * Takes the body of an extension.
   *
   * @param kind the link flag of the header
   * @throws IOException when the body is malformed
   */
  public void add(byte kind, byte[] body) throws IOException {
    if (kind == TarConstants.LF_GNUTYPE_LONGNAME) {
      int length = 0;
      while (length < body.length && body[length] != 0) {
        length++;
      }
      name = FileName.of(Arrays.copyOf(body, length));
    } else if (kind == TarConstants.LF_PAX_EXTENDED_HEADER_LC
        || kind == TarConstants.LF_PAX_EXTENDED_HEADER_UC) {
      addRecords(body);
    }
  }

  public boolean isEmpty() {
    return name == null && size.isEmpty() && !sparse;
  }

  public String nameOr(String nameOfHeader) {
    return name == null ? nameOfHeader : name;
  }

  public long sizeOr(long sizeOfHeader) {
    return size.orElse(sizeOfHeader);
  }

  /** Whether the entry holds a map of holes in place of the plain file. */
  public boolean isSparse() {
    return sparse;
  }

  private void addRecords(byte[] body) throws IOException {
    int at = 0;
    while (at < body.length && body[at] != 0) {
      int digits = at;
      int length = 0;
      while (digits < body.length
          && body[digits] >= '0'
          && body[digits] <= '9'
          && digits < at + 6) {
        length = 10 * length + body[digits++] - '0';
      }
      int end = at + length;
      if (digits == at || end > body.length || end < digits + 3 || body[digits] != ' ') {
        throw new IOException("a PAX record of a wrong length");
      }
      String record = new String(body, digits + 1, end - digits - 2, StandardCharsets.ISO_8859_1);
      int equals = record.indexOf('=');
      if (equals < 0 || body[end - 1] != '\n') {
        throw new IOException("a PAX record without '=' or line feed");
      }
      addRecord(record.substring(0, equals), record.substring(equals + 1));
      at = end;
    }
  }

  private void addRecord(String key, String value) throws IOException {
    if (key.equals("path") || key.equals("GNU.sparse.name")) {
      name = FileName.of(value.getBytes(StandardCharsets.ISO_8859_1));
    }
    if (key.equals("size")) {
      if (!value.matches("\\d{1,18}")) {
        throw new IOException("a PAX size that is no number");
      }
      size = OptionalLong.of(Long.parseLong(value));
    } else if (key.startsWith("GNU.sparse.")) {
      sparse = true;
    }
  }
}
