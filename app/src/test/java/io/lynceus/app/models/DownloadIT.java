package io.lynceus.app.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadIT {
  private static final int BYTES = 300_000;
  private static final int CUT = 100_000;
  private static final long MOST = 1 << 20;

  @TempDir private Path folder;
  private final byte[] content = new byte[BYTES];
  private final StringWriter notes = new StringWriter();
  private ServedFile origin;
  private Path part;
  private PartialFile file;

  @BeforeEach
  void serve() throws IOException {
    new Random(1).nextBytes(content);
    origin = new ServedFile(content);
    part = folder.resolve("model.onnx.part");
    file = new PartialFile(part);
  }

  @AfterEach
  void stop() {
    origin.close();
  }

  private void fetch(String path) throws Exception {
    fetch(path, Duration.ofSeconds(60));
  }

  private void fetch(String path, Duration stall) throws Exception {
    try (Progress progress = new Progress("it", new PrintWriter(notes, true), false)) {
      new Download("test", stall).fetch(origin.uri(path), file, MOST, progress);
    }
  }

  private void cut() {
    origin.cutAfter = CUT;
    assertThatThrownBy(() -> fetch("/file"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("run it again to continue");
    origin.cutAfter = Integer.MAX_VALUE;
  }

  @Test
  void aFileComesWhole() throws Exception {
    fetch("/elsewhere");
    assertThat(part).hasBinaryContent(content);
    file.complete(folder.resolve("model.onnx"));
    assertThat(folder).isDirectoryNotContaining(path -> path.toString().contains(".part"));
  }

  @Test
  void whatABrokenConnectionHasBroughtIsContinued() throws Exception {
    cut();
    long there = Files.size(part);
    assertThat(there).isPositive().isLessThanOrEqualTo(CUT);

    fetch("/file");

    assertThat(part).hasBinaryContent(content);
    assertThat(origin.requests()).containsExactly("all", "bytes=" + there + "-");
    assertThat(notes.toString()).contains("it: goes on behind");
  }

  @Test
  void anotherVersionBeginsAnew() throws Exception {
    cut();
    origin.tag = "\"two\"";
    content[0]++;
    fetch("/file");
    assertThat(part).hasBinaryContent(content);
  }

  @Test
  void aServerWithoutRangesBeginsAnew() throws Exception {
    cut();
    origin.ranges = false;
    fetch("/file");
    assertThat(part).hasBinaryContent(content);
  }

  @Test
  void whatHasNoVersionIsNotContinued() throws Exception {
    origin.tag = "";
    cut();
    fetch("/file");
    assertThat(part).hasBinaryContent(content);
    assertThat(origin.requests()).containsExactly("all", "all");
  }

  @Test
  void theBeginningOfAnotherAddressIsNotContinued() throws Exception {
    cut();
    fetch("/elsewhere");
    assertThat(part).hasBinaryContent(content);
    assertThat(origin.requests()).containsExactly("all", "all");
  }

  @Test
  void aBeginningWhoseVersionWasNotWrittenIsNotContinued() throws Exception {
    Files.write(part, new byte[CUT]);
    fetch("/file");
    assertThat(part).hasBinaryContent(content);
  }

  @Test
  void whatIsTooLargeIsRefusedAndNothingKeptWhetherItsLengthIsToldOrNot() {
    origin.bytes = new byte[(int) MOST + 1];
    for (boolean told : new boolean[] {true, false}) {
      origin.lengthTold = told;
      assertThatThrownBy(() -> fetch("/file")).hasMessageContaining("larger than 1048576 bytes");
      assertThat(part).doesNotExist();
    }
  }

  @Test
  void theLargestIsTaken() throws Exception {
    origin.bytes = new byte[(int) MOST];
    fetch("/file");
    assertThat(part).hasSize(MOST);
  }

  @Test
  void aServerThatFallsSilentIsGivenUpAndWhatCameIsKept() {
    origin.cutAfter = CUT;
    origin.silent = true;
    assertThatThrownBy(() -> fetch("/file", Duration.ofSeconds(1)))
        .hasMessage("nothing has come for 1 s; run it again to continue");
    assertThat(part).hasSize(CUT);
  }

  @Test
  void redirectsLeadNowhereElse() {
    assertThatThrownBy(() -> fetch("/outside")).hasMessageContaining("only https");
    assertThatThrownBy(() -> fetch("/circle")).hasMessageContaining("too many other addresses");
    assertThatThrownBy(() -> fetch("/nothing")).hasMessageContaining("answers 404");
    assertThat(part).doesNotExist();
  }
}
