package io.lynceus.master.people;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.scene.people.Enrolment;
import io.lynceus.scene.people.Gallery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The folder with the people who are enrolled: a file for each, {@code ID.person}, encrypted and
 * authenticated by AES-256 in Galois/Counter mode. Used by one thread at a time.
 *
 * <pre>
 * "LYNP", 1       5 bytes, authenticated, as the file's id is
 * nonce          12 bytes, random for each writing
 * ciphertext     {@link EnrolmentBytes}, and a tag of 16 bytes
 * </pre>
 *
 * <p>Nothing of a person lies anywhere else, so that to erase one is to delete a file.
 */
final class PeopleVault {
  private static final byte[] START = {'L', 'Y', 'N', 'P', 1};
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int KEY_BYTES = 32;
  private static final int MOST_KEY_FILE_BYTES = 1024;
  private static final long MOST_FILE_BYTES = 8L << 20;
  private static final String ENDING = ".person";
  private static final String UNFINISHED = ".part";
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{32}\\.person");

  private final Path folder;
  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  private PeopleVault(Path folder, SecretKeySpec key) {
    this.folder = folder;
    this.key = key;
  }

  /**
   * Opens the folder, and makes it if it is not there.
   *
   * @throws IOException when the key or the folder cannot be used; says what to do
   */
  static PeopleVault open(Path folder, Path keyFile) throws IOException {
    SecretKeySpec key = key(keyFile);
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
        ownersAlone(folder, "rwx------");
      }
      try (Stream<Path> files = Files.list(folder)) {
        for (Path left : files.filter(file -> file.toString().endsWith(UNFINISHED)).toList()) {
          Files.delete(left); // of a writing that did not end
        }
      }
    } catch (IOException e) {
      throw new IOException("people.dir: " + folder + " cannot be used: " + e.getMessage(), e);
    }
    return new PeopleVault(folder, key);
  }

  private static SecretKeySpec key(Path file) throws IOException {
    String text;
    try {
      text = Files.size(file) > MOST_KEY_FILE_BYTES ? "" : Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      throw new IOException(
          "people.key-file: there is no file %s; make it: openssl rand -hex 32 > %s"
              .formatted(file, file),
          e);
    } catch (IOException e) {
      throw new IOException("people.key-file: %s cannot be read".formatted(file), e);
    }
    try {
      byte[] key = HexFormat.of().parseHex(text);
      if (key.length == KEY_BYTES) {
        return new SecretKeySpec(key, "AES");
      }
    } catch (IllegalArgumentException e) { // no digits
    }
    throw new IOException(
        "people.key-file: %s holds 64 hexadecimal digits, as openssl rand -hex 32 prints them"
            .formatted(file));
  }

  /**
   * Everybody in the folder.
   *
   * @throws IOException when a file cannot be read, or not with this key; names it
   */
  List<Enrolment> all() throws IOException {
    List<Enrolment> all = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> list = Files.list(folder)) {
      files =
          list.filter(file -> NAME.matcher(file.getFileName().toString()).matches())
              .sorted()
              .limit(Gallery.MAX_PERSONS + 1L)
              .toList();
    }
    if (files.size() > Gallery.MAX_PERSONS) {
      throw new IOException(
          "people.dir: %s has more than %d people".formatted(folder, Gallery.MAX_PERSONS));
    }
    for (Path file : files) {
      all.add(read(file));
    }
    return all;
  }

  private Enrolment read(Path file) throws IOException {
    if (Files.size(file) > MOST_FILE_BYTES) {
      throw unreadable(file, null);
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    byte[] start = new byte[START.length];
    byte[] nonce = new byte[NONCE_BYTES];
    if (bytes.remaining() < START.length + NONCE_BYTES) {
      throw unreadable(file, null);
    }
    bytes.get(start).get(nonce);
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, id(file));
      byte[] plain = new byte[cipher.getOutputSize(bytes.remaining())];
      int size = cipher.doFinal(bytes, ByteBuffer.wrap(plain));
      Enrolment enrolment = EnrolmentBytes.read(plain, size);
      if (!Arrays.equals(start, START) || !enrolment.person().id().equals(id(file))) {
        throw unreadable(file, null);
      }
      return enrolment;
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw unreadable(file, e);
    }
  }

  private static IOException unreadable(Path file, @Nullable Exception why) {
    return new IOException(
        ("people.dir: %s cannot be read with the key of people.key-file: give the key that it was"
                + " written with, or delete the file and enrol the person anew")
            .formatted(file),
        why);
  }

  private static String id(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - ENDING.length());
  }

  private Cipher cipher(int mode, byte[] nonce, String id) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(START);
    cipher.updateAAD(id.getBytes(UTF_8));
    return cipher;
  }

  /** Writes a person's file, in the place of the one before: whole, or not at all. */
  void write(Enrolment enrolment) throws IOException {
    String id = enrolment.person().id();
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    Path part = folder.resolve(id + UNFINISHED);
    Path file = folder.resolve(id + ENDING);
    try {
      byte[] secret = cipher(Cipher.ENCRYPT_MODE, nonce, id).doFinal(EnrolmentBytes.of(enrolment));
      try (FileChannel out =
          FileChannel.open(
              part,
              EnumSet.of(
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE))) {
        ownersAlone(part, "rw-------");
        ByteBuffer[] parts = {
          ByteBuffer.wrap(START), ByteBuffer.wrap(nonce), ByteBuffer.wrap(secret)
        };
        while (parts[2].hasRemaining()) {
          out.write(parts);
        }
        out.force(true);
      }
      move(part, file);
    } catch (GeneralSecurityException e) {
      throw new IOException("the person cannot be encrypted", e);
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw e;
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Deletes a person's file. */
  void delete(String id) throws IOException {
    Files.deleteIfExists(folder.resolve(id + ENDING));
  }

  private static void ownersAlone(Path path, String rights) throws IOException {
    try {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    } catch (UnsupportedOperationException e) { // a file system without these rights
    }
  }
}
