package io.lynceus.master.gateway.access;

/** What a client may be allowed to do. Each command and each route needs one of these. */
public enum Right {
  /** Send images and read their replies. */
  SEND("send images"),
  /**
   * Read the status, the labels, the cameras, the quarantine, and results and events, live and
   * stored; mark events as seen.
   */
  LOOK("read the status or results"),
  /** Drain slaves, and undo it; try webhooks, and send again what was given up. */
  DRAIN("drain slaves or send to webhooks"),
  /**
   * Clear the quarantine, read the settings, change cameras, erase what is stored, check the store
   * and copy it.
   */
  ADMINISTER(
      "clear the quarantine, read the settings, change cameras, or erase, check or copy what is"
          + " stored");

  private final String words;

  Right(String words) {
    this.words = words;
  }

  /** As it follows "may": {@code send images}. */
  public String words() {
    return words;
  }
}
