package io.lynceus.vision.network;

import io.lynceus.model.network.NetworkId;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A network that has been read: what it is, and its ONNX file. */
public final class NetworkFile {
  /** The name of the ONNX file in a network's folder. */
  public static final String FILE = "model.onnx";

  /** A larger ONNX file is refused. */
  public static final long MAX_BYTES = 512L << 20;

  /** A file of at most this part of the heap is read. */
  private static final int PARTS_OF_HEAP = 3;

  private final NetworkDescription description;
  private final String source;
  private final byte[] bytes;
  private final String sha256;

  /**
   * A file whose hash is still to be computed.
   *
   * @param source where it came from, for messages
   * @param bytes the ONNX file, not copied
   */
  public NetworkFile(NetworkDescription description, String source, byte[] bytes) {
    this.description = description;
    this.source = source;
    this.bytes = bytes;
    this.sha256 = sha256(bytes);
  }

  /**
   * Reads what the {@code model.conf} of a folder says; not the ONNX file.
   *
   * @param folder {@code NAME/VERSION}
   * @throws NetworkException when it cannot be read or has a mistake; names the file
   */
  public static NetworkDescription describe(Path folder) throws NetworkException {
    Path file = folder.resolve(ModelConf.FILE);
    String text;
    try {
      requireFile(file, ModelConf.MAX_BYTES);
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new NetworkException(file + " is not in UTF-8", e);
    } catch (NetworkException e) {
      throw e;
    } catch (IOException e) {
      throw new NetworkException(file + " cannot be read: " + e.getMessage(), e);
    }
    try {
      return ModelConf.parse(id(folder), text);
    } catch (NetworkException e) {
      throw new NetworkException(file + ": " + e.getMessage(), e);
    }
  }

  private static NetworkId id(Path folder) throws NetworkException {
    Path whole = folder.toAbsolutePath().normalize();
    int names = whole.getNameCount();
    if (names < 2) {
      throw new NetworkException("a network's folder is NAME/VERSION, not " + folder);
    }
    try {
      return new NetworkId(
          whole.getName(names - 2).toString(), whole.getName(names - 1).toString());
    } catch (IllegalArgumentException e) {
      throw new NetworkException("the folder " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a folder with its ONNX file, and compares that with the hash in {@code model.conf}.
   *
   * @param folder {@code NAME/VERSION}
   * @throws NetworkException when a file cannot be read, has a mistake, or the hash is another one
   */
  public static NetworkFile read(Path folder) throws NetworkException {
    NetworkDescription description = describe(folder);
    Path file = folder.resolve(FILE);
    NetworkFile read = new NetworkFile(description, file.toString(), bytes(file));
    String expected = description.provenance().sha256();
    if (!read.sha256.equals(expected)) {
      throw new NetworkException(
          "%s is not the file that %s describes: its sha256 is %s, not %s"
              .formatted(file, ModelConf.FILE, read.sha256, expected));
    }
    return read;
  }

  /**
   * Reads an ONNX file.
   *
   * @throws NetworkException when it is not there, too large, or cannot be read
   */
  static byte[] bytes(Path file) throws NetworkException {
    try {
      requireFile(file, MAX_BYTES);
      requireHeap(file, Runtime.getRuntime().maxMemory());
      return Files.readAllBytes(file);
    } catch (NetworkException e) {
      throw e;
    } catch (IOException e) {
      throw new NetworkException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void requireFile(Path file, long mostBytes) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NetworkException(
          "there is no file %s: a network's folder holds %s and %s"
              .formatted(file, FILE, ModelConf.FILE));
    }
    if (Files.size(file) > mostBytes) {
      throw new NetworkException(
          "%s has %d bytes: more than %d are not taken"
              .formatted(file, Files.size(file), mostBytes));
    }
  }

  /** A file that does not fit into the heap would end the process. */
  static void requireHeap(Path file, long heapBytes) throws IOException {
    long bytes = Files.size(file);
    if (bytes > heapBytes / PARTS_OF_HEAP) {
      throw new NetworkException(
          "%s has %d bytes: to load it, the JVM needs a heap of %d MiB, set by LYNCEUS_JAVA_OPTS"
              .formatted(file, bytes, ((bytes * PARTS_OF_HEAP) >> 20) + 1));
    }
  }

  /** The SHA-256 of a file's bytes, 64 hexadecimal digits in lower case. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  public NetworkDescription description() {
    return description;
  }

  /** Where it came from, for messages. */
  public String source() {
    return source;
  }

  /** The ONNX file, not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Of {@link #bytes}, 64 hexadecimal digits in lower case. */
  public String sha256() {
    return sha256;
  }

  /** As findings name it: {@code NAME:VERSION@} and the first 8 digits of the hash. */
  public String model() {
    return description.id().model(sha256);
  }
}
