package io.lynceus.app.watch.ftp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a control connection has come to. For the thread of its session. */
final class FtpState {
  private @Nullable FtpUser user;
  private String folder = FtpPath.ROOT;
  private boolean dataEncrypted;

  /** Who has signed in. */
  Optional<FtpUser> user() {
    return Optional.ofNullable(user);
  }

  void signedIn(FtpUser who) {
    user = who;
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
