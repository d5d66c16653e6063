package io.lynceus.app.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.Run;
import io.lynceus.app.ScriptedMaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code submit} to a master that is not there, goes, refuses it, or is something else. */
@Timeout(60)
class MissingMasterIT {
  @TempDir Path folder;

  @Test
  void aRefusedTokenSaysWhatToSet() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster(ScriptedMaster.UNAUTHORIZED)) {
      Run run = SubmitRun.of(master, picture("a.png").toString());
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("LYNCEUS_TOKEN");
    }
  }

  @Test
  void aMissingMasterMakesTheExitCodeThreeAndLeavesNoFiles() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    Path out = folder.resolve("out");
    Run run =
        Run.of(
            new SubmitCommand(Map.of(), InputStream.nullInputStream()),
            "--master=127.0.0.1:" + port,
            "--annotate=" + out,
            picture("a.png").toString());
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(out).doesNotExist();
  }

  @Test
  void aMasterLostForGoodMakesTheExitCodeThreeAndImagesWithoutAReplyAreNamed() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster()) {
      String file = picture("a.png").toString();
      Run run = SubmitRun.of(master, "--retry-for=300ms", file);
      assertThat(run.exitCode()).isEqualTo(3);
      assertThat(run.out()).isEmpty();
      assertThat(run.err().lines())
          .satisfiesExactly(
              outage -> assertThat(outage).contains("; reconnecting to " + master.address()),
              image -> assertThat(image).isEqualTo(file + " has no reply"),
              end -> assertThat(end).endsWith("; 1 of 1 images have no reply: submit them again"));
    }
  }

  @Test
  void aMasterThatComesBackGetsTheImagesWithoutAReply() throws IOException {
    Path first = picture("a.png");
    Path second = picture("b.png");
    // Closes each connection after the second image.
    try (ScriptedMaster master = new ScriptedMaster(ScriptedMaster.COMPLETE)) {
      Run run = SubmitRun.of(master, "--json", first.toString(), second.toString());
      assertThat(run.exitCode()).isZero();
      assertThat(run.out().lines()).hasSize(2);
      assertThat(run.out().lines().toList().get(1)).startsWith("{\"seq\":2,").contains("b.png");
      assertThat(run.err().lines()).hasSize(1);
      assertThat(run.err()).contains("reconnecting to " + master.address());
    }
  }

  @Test
  void aStreamThatIsCutOffSaysHowManyRepliesItGot() throws IOException {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }
        };
    try (ScriptedMaster master = new ScriptedMaster()) {
      Run run = Run.of(new SubmitCommand(Map.of(), endless), "--master", master.address(), "-");
      assertThat(run.exitCode()).isEqualTo(3);
      assertThat(run.err()).contains("0 images of the stream have a reply");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anHttpPortIsCalledSo(boolean asStream) throws IOException {
    String picture = picture("a.png").toString();
    InputStream stream = new ByteArrayInputStream("end of stream\n".getBytes(UTF_8));
    try (ScriptedMaster master = new ScriptedMaster("HTTP/1.1 400 Bad Request\r\n\r\n")) {
      Run run =
          Run.of(
              new SubmitCommand(Map.of(), stream),
              "--master=" + master.address(),
              asStream ? "-" : picture);
      assertThat(run.exitCode()).isEqualTo(3);
      assertThat(run.err()).contains("this is an HTTP port", "7070").doesNotContain("token");
    }
  }

  @Test
  void aStrangersLineIsShownWithoutWhatATerminalWouldObey() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster("SSH-2.0-Server\u001b[2J" + "x".repeat(99))) {
      Run run = SubmitRun.of(master, picture("a.png").toString());
      assertThat(run.exitCode()).isEqualTo(3);
      assertThat(run.err())
          .contains("it sent 'SSH-2.0-Server?[2Jxxx")
          .doesNotContain("x".repeat(60));
    }
  }

  private Path picture(String name) throws IOException {
    return SubmitRun.picture(folder.resolve(name));
  }
}
