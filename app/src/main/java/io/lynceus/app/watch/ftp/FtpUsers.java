package io.lynceus.app.watch.ftp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.app.cli.NearestCamera;
import io.lynceus.app.cli.Text;
import io.lynceus.model.Camera;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The users of the FTP server, in a file with a line {@code NAME:HASH:CAMERA} for each. The file is
 * read again when it has changed; if it is wrong then, the users from before stay, which is said
 * once. Any thread may call it.
 */
public final class FtpUsers {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_USERS = 1000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

  /** Passwords that are longer are wrong, unseen. */
  private static final int LONGEST_PASSWORD = 256;

  /** Of unknown users: a check costs the same. */
  private static final PasswordHash NOBODY = PasswordHash.ofNone();

  private final Path file;
  private final Consumer<String> notes;
  private final byte[] key = new byte[32];

  /** Hashing takes CPU, which strangers could ask for. */
  private final Semaphore hashing = new Semaphore(2, true);

  private Map<String, Entry> users;
  private Stamp stamp;
  private String fault = "";

  /** Digests of passwords that were right: cameras sign in for each picture. */
  private final Map<String, byte[]> proved = new HashMap<>();

  /** A line of the file. */
  record Entry(FtpUser user, PasswordHash hash) {}

  private record Stamp(FileTime changed, long bytes) {}

  private FtpUsers(Path file, Map<String, Entry> users, Stamp stamp, Consumer<String> notes) {
    this.file = file;
    this.users = users;
    this.stamp = stamp;
    this.notes = notes;
    new SecureRandom().nextBytes(key);
  }

  /**
   * Reads the file.
   *
   * @param notes hears of what is wrong with it later
   * @throws IOException saying what is wrong with it
   */
  public static FtpUsers open(Path file, Consumer<String> notes) throws IOException {
    Stamp stamp = stampOf(file);
    Map<String, Entry> users = read(file);
    if (users.isEmpty()) {
      throw new IOException(Text.shown(file) + " names no user: add one by --ftp-add NAME");
    }
    return new FtpUsers(file, users, stamp, notes);
  }

  /**
   * Adds a user to the file, or gives one another password. Makes the file, for its owner alone.
   *
   * @throws IOException also when the name cannot be one; says which it can be
   */
  public static void add(Path file, String name, Camera camera, String password)
      throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new IOException("a user of FTP is 1 to 64 of A-Z a-z 0-9 . _ @ -");
    }
    if (password.isBlank() || password.length() > LONGEST_PASSWORD) {
      throw new IOException("a password has 1 to " + LONGEST_PASSWORD + " characters");
    }
    Map<String, Entry> users = Files.exists(file) ? read(file) : new LinkedHashMap<>();
    if (!Files.exists(file)) {
      try {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } catch (UnsupportedOperationException e) {
        Files.createFile(file);
      }
    }
    users.put(name, new Entry(new FtpUser(name, camera), PasswordHash.of(password)));
    String text =
        users.values().stream()
            .map(it -> it.user().name() + ":" + it.hash().text() + ":" + it.user().camera() + "\n")
            .collect(Collectors.joining());
    // In place, so that owner and permissions stay.
    Files.write(file, ("# user:password:camera\n" + text).getBytes(UTF_8));
  }

  private static Map<String, Entry> read(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new IOException(
          "there is no file " + Text.shown(file) + ": make it by --ftp-add NAME", e);
    }
    Map<String, Entry> users = new LinkedHashMap<>();
    int number = 0;
    for (String line : (Iterable<String>) new String(bytes, UTF_8).lines()::iterator) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      Entry entry = entry(line, Text.shown(file) + ", line " + number);
      if (users.put(entry.user().name(), entry) != null) {
        throw new IOException(Text.shown(file) + ", line " + number + ": this user is there twice");
      }
    }
    if (users.size() > MOST_USERS || bytes.length > MOST_BYTES) {
      throw new IOException(Text.shown(file) + " has more than " + MOST_USERS + " users");
    }
    return users;
  }

  private static Entry entry(String line, String where) throws IOException {
    String[] parts = line.strip().split(":", -1);
    try {
      if (parts.length >= 2 && parts.length <= 3 && NAME.matcher(parts[0]).matches()) {
        Optional<Camera> camera =
            parts.length == 3 ? Optional.of(new Camera(parts[2])) : NearestCamera.of(parts[0]);
        return new Entry(
            new FtpUser(parts[0], camera.orElseThrow(() -> new IllegalArgumentException("camera"))),
            PasswordHash.read(parts[1]));
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(where + " is not USER:HASH:CAMERA: make it by --ftp-add NAME", e);
    }
    throw new IOException(where + " is not USER:HASH:CAMERA: make it by --ftp-add NAME");
  }

  /** What the file says of a user now. */
  synchronized Optional<Entry> now(String name) {
    readAgain();
    return Optional.ofNullable(users.get(name));
  }

  /** The user, if the password is right. */
  Optional<FtpUser> signIn(String name, String password) throws InterruptedException {
    Entry entry;
    byte[] digest = digest(name, password);
    synchronized (this) {
      readAgain();
      entry = users.get(name);
      if (entry != null && MessageDigest.isEqual(digest, proved.get(name))) {
        return Optional.of(entry.user());
      }
    }
    hashing.acquire();
    try {
      boolean right =
          (entry == null ? NOBODY : entry.hash()).isOf(password)
              && password.length() <= LONGEST_PASSWORD;
      if (entry == null || !right) {
        return Optional.empty();
      }
    } finally {
      hashing.release();
    }
    synchronized (this) {
      if (entry.equals(users.get(name))) {
        proved.put(name, digest);
      }
    }
    return Optional.of(entry.user());
  }

  private void readAgain() {
    try {
      Stamp now = stampOf(file);
      if (now.equals(stamp)) {
        return;
      }
      stamp = now;
      users = read(file);
      proved.clear();
      fault = "";
    } catch (IOException e) {
      String now = String.valueOf(e.getMessage());
      if (!now.equals(fault)) {
        fault = now;
        notes.accept("the users of before count: " + now);
      }
    }
  }

  private static Stamp stampOf(Path file) throws IOException {
    try {
      return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
    } catch (NoSuchFileException e) {
      throw new IOException(
          "there is no file " + Text.shown(file) + ": make it by --ftp-add NAME", e);
    }
  }

  private byte[] digest(String name, String password) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(key);
      digest.update((name + "\n" + password).getBytes(UTF_8));
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "FtpUsers[" + file + "]";
  }
}
