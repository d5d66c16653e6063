package io.lynceus.master.sources.still;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file with a camera's password: its first line.
 *
 * @param path absent: the password is empty
 */
public record PasswordFile(Optional<Path> path) {
  private static final int MAX_BYTES = 4096;

  /**
   * What is in it.
   *
   * @param password empty where it cannot be read
   * @param failure why it cannot be read; null if it was
   */
  public record Content(String password, @Nullable FetchFailure failure) {
    /** Without the password: this text may be logged. */
    @Override
    public String toString() {
      return failure == null ? "hidden" : failure.text();
    }
  }

  /** Reads the file. */
  public Content read() {
    if (path.isEmpty()) {
      return new Content("", null);
    }
    try {
      if (Files.size(path.get()) > MAX_BYTES) {
        return broken("is too large for a password");
      }
      String text = Files.readString(path.get(), UTF_8);
      return new Content(text.lines().findFirst().orElse(""), null);
    } catch (NoSuchFileException e) {
      return broken("does not exist");
    } catch (MalformedInputException e) {
      return broken("is no UTF-8");
    } catch (IOException e) {
      return broken("cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private Content broken(String why) {
    return new Content(
        "", FetchFailure.failed("the password-file " + path.orElseThrow() + " " + why));
  }
}
