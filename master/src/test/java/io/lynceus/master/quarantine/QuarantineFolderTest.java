package io.lynceus.master.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.master.dispatch.QuarantineStore.Entry;
import io.lynceus.master.dispatch.QuarantineStore.Poisoning;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Quarantined;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.protocol.message.SlaveMessage.ChildDied;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class QuarantineFolderTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir private Path parent;

  private Path folder() {
    return parent.resolve("state").resolve("quarantine");
  }

  @Test
  void theImageAndAllThatABugReportNeedsAreKept() throws IOException {
    try (QuarantineFolder quarantine = open(1000, 10)) {
      assertThat(quarantine.keep(poisoning("a", Analysis.EDGES, 7)))
          .contains(folder().resolve(sha("a") + ".jpeg").toString());
    }
    assertThat(Files.readAllBytes(folder().resolve(sha("a") + ".jpeg"))).hasSize(7);
    JsonNode note =
        new ObjectMapper().readTree(folder().resolve(sha("a") + "-edges.json").toFile());
    assertThat(note.get("name").textValue()).isEqualTo("cam \"1\".jpg");
    assertThat(note.get("analysis").textValue()).isEqualTo("edges");
    assertThat(note.get("master").textValue()).isEqualTo("Lynceus 1.2");
    assertThat(note.get("slaves").get(1).textValue()).isEqualTo("s2 (h:2) Lynceus 1.1");
    assertThat(note.get("child").textValue()).isEqualTo("exit code 134");
    assertThat(note.get("report")).hasSize(2);
    assertThat(note.get("at").textValue()).isEqualTo("2026-01-02T03:04:05Z");
  }

  @Test
  void nobodyElseCanReadIt() throws IOException {
    try (QuarantineFolder quarantine = open(1000, 10)) {
      quarantine.keep(poisoning("a", Analysis.EDGES, 7));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
        .isEqualTo("rwx------");
    for (String name : names()) {
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().resolve(name))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aRestartForgetsNothingAndATakenFileFreesItsImage() throws IOException {
    try (QuarantineFolder quarantine = open(1000, 10)) {
      assertThat(quarantine.entries()).isEmpty();
      quarantine.keep(poisoning("a", Analysis.EDGES, 7));
      quarantine.keep(poisoning("a", Analysis.FACES, 7));
      quarantine.keep(poisoning("b", Analysis.EDGES, 7));
    }
    assertThat(entries())
        .containsExactlyInAnyOrder(
            new Entry(sha("a"), Analysis.EDGES),
            new Entry(sha("a"), Analysis.FACES),
            new Entry(sha("b"), Analysis.EDGES));
    Files.delete(folder().resolve(sha("a") + "-faces.json"));
    Files.delete(folder().resolve(sha("b") + ".jpeg"));
    assertThat(entries()).containsExactly(new Entry(sha("a"), Analysis.EDGES));
  }

  @Test
  void whatIsKeptSaysSinceWhenAndWhy() throws IOException {
    fill(1000, 10, 7);
    assertThat(kept())
        .contains(new Quarantined(sha("a"), Analysis.EDGES, NOW, "exit code 134"))
        .hasSize(3);
  }

  @Test
  void aNoteThatAPersonHasChangedStillCounts() throws IOException {
    fill(1000, 10, 7);
    Path note = folder().resolve(sha("a") + "-edges.json");
    for (String text : List.of("", "no JSON", "{}", "[]", "{\"at\":\"soon\",\"child\":7}")) {
      Files.writeString(note, text);
      Files.setLastModifiedTime(note, FileTime.from(NOW.minusSeconds(9)));
      assertThat(kept().get(0))
          .isEqualTo(
              new Quarantined(
                  sha("a"), Analysis.EDGES, NOW.minusSeconds(9), text.contains("7") ? "7" : ""));
    }
  }

  @Test
  void whatIsClearedIsDeletedWithAllItsNotes() throws IOException {
    try (QuarantineFolder quarantine = open(1000, 10)) {
      quarantine.keep(poisoning("a", Analysis.EDGES, 7));
      quarantine.keep(poisoning("a", Analysis.FACES, 7));
      quarantine.keep(poisoning("b", Analysis.EDGES, 7));
      assertThat(quarantine.clear(Set.of(sha("a")))).isTrue();
    }
    assertThat(names()).containsExactlyInAnyOrder(sha("b") + ".jpeg", sha("b") + "-edges.json");
  }

  /** One that opened the pipe would wait for ever. */
  @Test
  @Timeout(30)
  void linksAndPipesAreNeitherListedNorOpened() throws Exception {
    fill(1000, 10, 7);
    Path outside = Files.writeString(parent.resolve("outside"), "{\"child\":\"a secret\"}");
    Files.createSymbolicLink(folder().resolve(sha("d") + ".jpeg"), outside);
    Files.createSymbolicLink(folder().resolve(sha("a") + "-faces.json"), outside);
    Files.createSymbolicLink(folder().resolve(sha("a") + "-corners.json"), parent);
    pipe(folder().resolve(sha("b") + "-faces.json"));

    assertThat(kept()).hasSize(3).extracting(Quarantined::reason).containsOnly("exit code 134");
  }

  @Test
  @Timeout(30)
  void whatIsWrittenTakesThePlaceOfLinksAndPipesAndLeavesWhatIsBehind() throws Exception {
    Files.createDirectories(folder());
    Path outside = Files.writeString(parent.resolve("outside"), "precious");
    Files.createSymbolicLink(folder().resolve(sha("a") + ".jpeg"), outside);
    Files.createSymbolicLink(folder().resolve(sha("a") + "-edges.json"), outside);
    Files.createSymbolicLink(folder().resolve(sha("b") + ".jpeg"), parent.resolve("made"));
    pipe(folder().resolve(sha("b") + "-edges.json"));
    pipe(folder().resolve(sha("c") + ".jpeg"));
    fill(1000, 10, 7);

    assertThat(outside).hasContent("precious");
    assertThat(parent.resolve("made")).doesNotExist();
    assertThat(entries()).hasSize(3);
    for (String name : names()) {
      assertThat(Files.isRegularFile(folder().resolve(name), LinkOption.NOFOLLOW_LINKS)).isTrue();
    }
  }

  @Test
  @Timeout(30)
  void deletingLinksLeavesWhatIsBehind() throws Exception {
    fill(1000, 10, 7);
    Path outside = Files.writeString(parent.resolve("outside"), "precious");
    Path tree = Files.createDirectories(parent.resolve("tree/below")).getParent();
    Files.createSymbolicLink(folder().resolve(sha("a") + "-faces.json"), outside);
    Files.createSymbolicLink(folder().resolve(sha("a") + "-corners.json"), tree);
    Files.createSymbolicLink(folder().resolve("1.tmp"), outside);
    pipe(folder().resolve(sha("a") + ".png"));
    Files.createDirectories(folder().resolve(sha("a") + ".bmp/below"));
    try (QuarantineFolder quarantine = open(7, 1)) {
      assertThat(quarantine.clear(Set.of(sha("a")))).isTrue();
      quarantine.keep(poisoning("d", Analysis.EDGES, 7));
    }
    assertThat(names())
        .containsExactlyInAnyOrder(sha("d") + ".jpeg", sha("d") + "-edges.json", sha("a") + ".bmp");
    assertThat(outside).hasContent("precious");
    assertThat(tree.resolve("below")).isDirectory();
  }

  private static void pipe(Path path) throws Exception {
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
  }

  @Test
  void clearingAFolderThatIsNotThereIsNoFault() {
    try (QuarantineFolder quarantine = open(1000, 10)) {
      assertThat(quarantine.clear(Set.of(sha("a")))).isTrue();
    }
    assertThat(folder()).doesNotExist();
  }

  @Test
  void theOldestImagesGoFirstWhenThereAreTooMany() throws IOException {
    fill(1000, 2, 7);
    assertThat(names())
        .containsExactlyInAnyOrder(
            sha("b") + ".jpeg",
            sha("b") + "-edges.json",
            sha("c") + ".jpeg",
            sha("c") + "-edges.json");
  }

  @Test
  void theOldestImagesGoFirstWhenTheyAreTooLarge() throws IOException {
    fill(20, 10, 10);
    assertThat(entries()).extracting(Entry::sha256).containsExactlyInAnyOrder(sha("b"), sha("c"));
    fill(19, 10, 10);
    assertThat(entries()).extracting(Entry::sha256).containsExactly(sha("c"));
  }

  @Test
  void anImageThatNeverFitsPushesNothingOut() throws IOException {
    fill(20, 10, 10);
    try (QuarantineFolder quarantine = open(20, 10)) {
      quarantine.keep(poisoning("d", Analysis.EDGES, 21));
    }
    assertThat(entries()).hasSize(2);
  }

  @Test
  void aFolderThatCannotBeMadeLosesNothingButTheCopy() throws IOException {
    Files.writeString(parent.resolve("state"), "a file where the folder should be");
    try (QuarantineFolder quarantine = open(1000, 10)) {
      assertThat(quarantine.entries()).isEmpty();
      quarantine.keep(poisoning("a", Analysis.EDGES, 7));
    }
    assertThat(parent.resolve("state")).isRegularFile();
  }

  @Test
  void filesOfOthersAreLeftAlone() throws IOException {
    Files.createDirectories(folder());
    Files.writeString(folder().resolve("README"), "mine");
    Files.writeString(folder().resolve("x-edges.json"), "mine");
    fill(1000, 1, 7);
    assertThat(names()).contains("README", "x-edges.json");
    assertThat(entries()).hasSize(1);
  }

  @Test
  void theFolderIsThatOfTheUsersStates() {
    assertThat(QuarantineConfig.of("auto", 1, 1, Map.of("XDG_STATE_HOME", "/states")).folder())
        .contains(Path.of("/states/lynceus/quarantine"));
    assertThat(QuarantineConfig.of("auto", 1, 1, Map.of()).folder().orElseThrow())
        .endsWithRaw(Path.of(".local/state/lynceus/quarantine"));
    assertThat(QuarantineConfig.of("", 1, 1, Map.of()).folder()).isEmpty();
    assertThat(QuarantineConfig.of("/x", 1, 1, Map.of()).folder()).contains(Path.of("/x"));
  }

  private QuarantineFolder open(long bytes, int images) {
    return new QuarantineFolder(folder(), bytes, images, "1.2", () -> NOW);
  }

  /** Keeps a, b and c, each older than the next. */
  private void fill(long bytes, int images, int size) throws IOException {
    long age = 100;
    for (String name : List.of("a", "b", "c")) {
      try (QuarantineFolder quarantine = open(bytes, images)) {
        quarantine.keep(poisoning(name, Analysis.EDGES, size));
      }
      age--;
      Files.setLastModifiedTime(
          folder().resolve(sha(name) + ".jpeg"), FileTime.from(NOW.minusSeconds(age)));
    }
  }

  private Set<Entry> entries() {
    return kept().stream()
        .map(kept -> new Entry(kept.sha256(), kept.analysis()))
        .collect(Collectors.toSet());
  }

  private List<Quarantined> kept() {
    try (QuarantineFolder quarantine = open(1000, 10)) {
      return quarantine.entries();
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static String sha(String name) {
    return name.repeat(64);
  }

  private static Poisoning poisoning(String name, Analysis analysis, int bytes) {
    TaskRequest request =
        new TaskRequest(
            Ask.DEFAULT.withName("cam \"1\".jpg").withAnalyses(Set.of(analysis)),
            new ImageInfo(ImageFormat.JPEG, 10, 10, bytes, sha(name)),
            new ImageHeader(ImageFormat.JPEG, 10, 10, 1),
            StillInfo.UNKNOWN,
            ByteBuffer.allocate(bytes));
    return new Poisoning(
        new Entry(sha(name), analysis),
        request,
        List.of("s1 (h:1) Lynceus 1.2", "s2 (h:2) Lynceus 1.1"),
        new ChildDied(1, "exit code 134", "#\n# SIGSEGV\n"));
  }
}
