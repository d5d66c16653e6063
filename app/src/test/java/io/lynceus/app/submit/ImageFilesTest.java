package io.lynceus.app.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.cli.CommandException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {
  @TempDir Path folder;
  private final StringWriter notes = new StringWriter();

  @Test
  void foldersAreSearchedAtAnyDepthInOrder() throws Exception {
    Path deep = file("b/c/1.JPeG");
    Path bmp = file("b/2.bmp");
    Path webp = file("a/z.webp");
    file("b/readme.txt");
    file("b/png");
    assertThat(find(folder)).containsExactly(webp, bmp, deep);
  }

  @Test
  void aNamedFileIsTakenWhateverItsExtension() throws Exception {
    Path file = file("snapshot");
    assertThat(find(file, file)).containsExactly(file, file);
  }

  @Test
  void anEmptyFolderBesideImagesIsNoted() throws Exception {
    Path file = file("a.jpg");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(find(file, empty)).containsExactly(file);
    assertThat(notes.toString()).contains("no image in " + empty);
  }

  @Test
  void aLinkToItsOwnFolderEnds() throws Exception {
    Path file = file("a.jpg");
    Files.createSymbolicLink(folder.resolve("round"), folder);
    assertThat(find(folder)).containsExactly(file);
  }

  private List<Path> find(Path... paths) throws CommandException {
    return ImageFiles.find(List.of(paths), ImageFiles.Selection.ALL, new PrintWriter(notes, true))
        .stream()
        .map(ImageFile::path)
        .toList();
  }

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.createFile(file);
  }
}
