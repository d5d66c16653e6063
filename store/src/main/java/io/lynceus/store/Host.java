package io.lynceus.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What the store needs of its machine.
 *
 * @param clock the wall clock, which may step
 * @param nanos a clock that does not step
 * @param disk how full a folder's disk is
 */
record Host(InstantSource clock, LongSupplier nanos, Disk disk) {
  static final Host THIS = new Host(InstantSource.system(), System::nanoTime, Host::space);

  /** How full disks are. */
  interface Disk {
    Space of(Path folder) throws IOException;
  }

  /** Of a disk, in bytes. */
  record Space(long usable, long total) {}

  private static Space space(Path folder) throws IOException {
    FileStore store = Files.getFileStore(folder);
    return new Space(store.getUsableSpace(), store.getTotalSpace());
  }
}
