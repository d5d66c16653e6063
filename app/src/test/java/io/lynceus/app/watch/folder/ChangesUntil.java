package io.lynceus.app.watch.folder;

import java.io.IOException;
import java.nio.file.Path;

/** The file system's own changes, each announced beforehand. */
abstract class ChangesUntil implements FileChanges {

  /** Called before each change; what it throws takes the change's place. */
  abstract void before(String step) throws IOException;

  @Override
  public void makeFolders(Path folder) throws IOException {
    before("makeFolders " + folder);
    REAL.makeFolders(folder);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    before("rename " + from);
    REAL.rename(from, to);
  }

  @Override
  public void write(Path file, byte[] bytes) throws IOException {
    before("write " + file);
    REAL.write(file, bytes);
  }

  @Override
  public void delete(Path file) throws IOException {
    before("delete " + file);
    REAL.delete(file);
  }

  @Override
  public boolean removeIfEmpty(Path folder) throws IOException {
    before("remove " + folder);
    return REAL.removeIfEmpty(folder);
  }
}
