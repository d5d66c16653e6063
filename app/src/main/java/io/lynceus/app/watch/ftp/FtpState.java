package io.lynceus.app.watch.ftp;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a control connection has come to. For the thread of its session. */
final class FtpState {
  private @Nullable FtpUser user;
  private BooleanSupplier valid = () -> false;
  private String folder = FtpPath.ROOT;
  private boolean dataEncrypted;

  /** Who has signed in. */
  Optional<FtpUser> user() {
    return Optional.ofNullable(user);
  }

  /**
   * @param stillValid asked before each upload
   */
  void signedIn(FtpUser who, BooleanSupplier stillValid) {
    user = who;
    valid = stillValid;
  }

  /** Whether the user is as it was at signing in; if not, nobody is signed in from now on. */
  boolean mayStillUpload() {
    if (!valid.getAsBoolean()) {
      user = null;
    }
    return user != null;
  }

  /** The current folder: an absolute path. */
  String folder() {
    return folder;
  }

  void goTo(String path) {
    folder = path;
  }

  /** Whether data connections have TLS ({@code PROT P}). */
  boolean dataEncrypted() {
    return dataEncrypted;
  }

  void encryptData(boolean encrypted) {
    dataEncrypted = encrypted;
  }
}
