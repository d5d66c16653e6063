package io.lynceus.model;

/**
 * What a slave's memory holds, in bytes. All parts are 0 or more.
 *
 * @param heldImages images kept because their task lives
 * @param heldBytes of their files, in the heap
 * @param pictureBytes native memory taken for decoded pictures and the work on them
 * @param residentBytes what the process holds of the machine's memory in all; 0 where the system
 *     does not tell it
 * @param boundBytes the slave drains and ends when {@code residentBytes} is above this; 0 means
 *     that nobody watches
 */
public record MemoryUse(
    int heldImages, long heldBytes, long pictureBytes, long residentBytes, long boundBytes) {
  /** Before anything is known. */
  public static final MemoryUse NONE = new MemoryUse(0, 0, 0, 0, 0);
}
