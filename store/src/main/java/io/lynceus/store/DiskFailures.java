package io.lynceus.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;

/** What failures of a disk mean, in words. */
final class DiskFailures {
  private DiskFailures() {}

  static String text(IOException failure) {
    if (failure instanceof AccessDeniedException denied) {
      return denied.getFile() + " cannot be written: see its permissions";
    }
    if (failure instanceof NotDirectoryException file) {
      return file.getFile() + " is not a folder";
    }
    if (failure instanceof FileSystemException named && named.getReason() != null) {
      return named.getFile() + ": " + named.getReason();
    }
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
