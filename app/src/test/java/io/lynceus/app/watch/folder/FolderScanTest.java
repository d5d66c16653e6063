package io.lynceus.app.watch.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderScanTest {
  @Test
  void filesThatAreKnownKeepNoOtherFromBeingFound(@TempDir Path folder) throws Exception {
    for (int i = 0; i < 5; i++) {
      Files.createFile(folder.resolve(i + ".jpg"));
    }
    FolderScan scan =
        new FolderScan(
            folder, Set.of(), TemporaryNames.with(Optional.empty()), new WatchNotes(text -> {}), 2);
    Set<Path> known = new HashSet<>();
    for (int size : List.of(2, 2, 1, 0)) {
      List<FoundFile> found = scan.files(file -> known.contains(file.place()));
      assertThat(found).hasSize(size);
      found.forEach(file -> known.add(file.place()));
    }
    assertThat(known).hasSize(5);
  }
}
