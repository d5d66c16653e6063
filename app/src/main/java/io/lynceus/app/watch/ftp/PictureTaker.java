package io.lynceus.app.watch.ftp;

/** Takes the pictures that were uploaded. Called by the threads of connections, several at once. */
@FunctionalInterface
public interface PictureTaker {

  /**
   * Has a picture analysed; returns when it is known what became of it.
   *
   * @param user who sent it
   * @param name its path, without a slash in front
   * @param picture all of its bytes; they do not change
   */
  Verdict take(FtpUser user, String name, byte[] picture) throws InterruptedException;

  /** What became of a picture. */
  enum Outcome {
    /** It has its reply, which would be the same again. */
    ANSWERED,
    /** It is not whole. */
    CUT,
    /** It should be sent again. */
    AGAIN
  }

  /**
   * What became of a picture, and in words.
   *
   * @param text one line of plain text
   */
  record Verdict(Outcome outcome, String text) {}
}
