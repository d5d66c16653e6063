package io.lynceus.app.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.app.Run;
import io.lynceus.app.ScriptedMaster;
import io.lynceus.app.cli.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusCommandTest {
  private static final String OLDER =
      """
      {"version":"1.0","uptimeMs":61000,\
      "tasks":{"waiting":1,"running":2,"complete":3,"partial":4,"rejected":5},\
      "attempts":{"given":50,"again":6,"speculative":2,"wasted":1,\
      "againLongestMs":12.3,"againLastMs":1},\
      "slaves":[{"name":"s1","address":"10.0.0.7:5","version":"1.0","state":"ready","slots":3,\
      "busy":1,"unitsDone":12,"memory":{"residentBytes":524288000,"boundBytes":3221225472,\
      "pictureBytes":0,"heldImages":0,"heldBytes":0}}]}\
      """;

  private static final String LOADED =
      """
      {"version":"1.1","uptimeMs":3660000,\
      "memory":{"residentBytes":851443712,"heapBytes":209715200,"heapBoundBytes":2147483648,\
      "heldBytes":12582912,"heldBoundBytes":536870912},\
      "tasks":{"waiting":2,"running":2,"complete":3,"partial":0,"rejected":0},\
      "attempts":{"given":50,"again":0,"speculative":0,"wasted":0,"confined":3,"confinedDied":1,"againLongestMs":0,"againLastMs":0},\
      "line":{"bytes":5242880,"oldestMs":1234,"units":{"objects":2,"edges":1}},\
      "load":{"imagesPerSecond":9.5,"busyPerSecond":0,"workMsPerImage":300},\
      "estimate":{"waitMs":2000,"slaves":2,"more":1,"atLeast":false},\
      "slaves":[{"name":"s1","address":"10.0.0.7:5","version":"1.1","state":"ready","slots":3,\
      "busy":3,"unitsDone":12,"pace":{"slowness":1,"msPerMegapixel":{"edges":12.5}},\
      "history":{"joined":1,"lost":0,"silent":0,"failed":0,"tookTooLong":0}},\
      {"name":"s2","address":"10.0.0.8:5","version":"1.1","state":"draining","slots":3,\
      "busy":0,"unitsDone":7,"pace":{"slowness":2.5,"msPerMegapixel":{"edges":31.25}},\
      "history":{"joined":3,"lost":2,"silent":1,"failed":4,"tookTooLong":1}}]}\
      """;

  @Test
  void anOlderMastersStatusIsATable() throws IOException {
    assertThat(status(OLDER).out().lines())
        .containsExactly(
            "OK: 1 slave ready, 3 threads, 1 unit in hand",
            "",
            "master  1.0, up 1 min 1 s",
            "tasks   1 waiting, 2 running; since the start 3 complete, 4 partial, 5 rejected",
            "units   50 given, 6 of them again, 2 as second attempts; 1 results unused;"
                + " given again after 12 ms at most, the last after 1 ms",
            "queue   nothing waits",
            "",
            "SLAVE  ADDRESS     VERSION  STATE  SLOTS  BUSY  DONE  SLOW  FAILED  LOST   MEMORY"
                + "        OF  PICTURES",
            "s1     10.0.0.7:5  1.0      ready      3     1    12     -       0     0  500 MiB"
                + "  3072 MiB         -");
  }

  @Test
  void slownessFailuresAndTheQueueAreShown() throws IOException {
    Run run = status(LOADED, "--wait=2s");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "ATTENTION: s2 2.5 times slow",
            "what to do: lynceus status --problems",
            "",
            "master  1.1, up 1 h 1 min; memory 812 MiB, heap 200 MiB of 2048 MiB,"
                + " images and replies 12 MiB of 512 MiB",
            "tasks   2 waiting, 2 running; since the start 3 complete, 0 partial, 0 rejected",
            "units   50 given, 0 of them again, 0 as second attempts; 0 results unused;"
                + " 3 in JVMs of their own, of which 1 died",
            "queue   2 objects, 1 edges wait, the oldest for 1.2 s; files of waiting images 5 MiB",
            "load    9.50 images/s in the last minute, each 300 ms of a thread's time: 95 % of 3"
                + " threads",
            "slaves  for 95 % of the images to wait less than 2000 ms: 2, 1 more than are ready",
            "",
            "SLAVE  ADDRESS     VERSION  STATE    SLOTS  BUSY  DONE  SLOW  FAILED  LOST  MEMORY  OF"
                + "  PICTURES",
            "s2     10.0.0.8:5  1.1      drained      3     0     7  2.5x       5     2       -   -"
                + "         -",
            "s1     10.0.0.7:5  1.1      ready        3     3    12  1.0x       0     0       -   -"
                + "         -");
  }

  @Test
  void jsonHasTheStatusAndTheEstimate() throws IOException {
    assertThat(status(LOADED, "--json", "--wait=2s").out())
        .startsWith("{\"version\":\"1.1\",\"uptimeMs\":3660000,")
        .contains("\"estimate\":{\"waitMs\":2000,\"slaves\":2,\"more\":1,\"atLeast\":false}")
        .contains(
            "\"history\":{\"joined\":3,\"lost\":2,\"silent\":1,\"failed\":4,\"tookTooLong\":1}");
    assertThat(status(OLDER, "--json").out()).doesNotContain("estimate");
  }

  @Test
  void theMasterIsToldTheWaitOnlyWhenItIsNotTheDefault() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster(LOADED)) {
      Run.of(new StatusCommand(Map.of(), time -> false), "--master=" + master.address());
      Run.of(
          new StatusCommand(Map.of(), time -> false), "--master=" + master.address(), "--wait=2s");
      assertThat(master.commands).contains("STATUS", "STATUS wait=2000ms");
    }
  }

  @Test
  void aWaitThatTheMasterRefusesIsWrongUsage() throws IOException {
    Run run =
        status(
            "{\"seq\":0,\"status\":\"rejected\",\"code\":\"BAD_COMMAND\",\"message\":\"at most"
                + " 3600s\"}",
            "--wait=9999s");
    assertThat(run.exitCode()).isEqualTo(CommandException.USAGE);
    assertThat(run.err()).contains("at most 3600s");
  }

  @Test
  void aMonitorGetsTheVerdictAndTheExitCode() throws IOException {
    Run ill = status(LOADED, "--check");
    assertThat(ill.exitCode()).isEqualTo(1);
    assertThat(ill.out().lines()).containsExactly("ATTENTION: s2 2.5 times slow");
    Run well = status(OLDER, "--check");
    assertThat(well.exitCode()).isZero();
    assertThat(well.out()).startsWith("OK: 1 slave ready");
    assertThat(status(LOADED, "--check", "--json").exitCode()).isEqualTo(1);
  }

  @Test
  void aClusterThatIsNotWellIsNoErrorWithoutCheck() throws IOException {
    assertThat(status(LOADED).exitCode()).isZero();
  }

  @Test
  void problemsComeWithWhatToDo() throws IOException {
    assertThat(status(LOADED, "--problems").out().lines())
        .containsExactly(
            "ATTENTION: s2 2.5 times slow",
            "",
            "now",
            "- s2 2.5 times slow",
            "  look at the load and the cooling of its machine, or take it out: lynceus drain s2",
            "",
            "since the master's start; it may be over",
            "- 1 image has killed the slaves that took it",
            "  see lynceus quarantine list",
            "- s2: 5 units failed or took too long",
            "  read its log",
            "- s2: connection lost 2 times",
            "  look at its log, its exit code and its supervisor",
            "- s2: silent once",
            "  look at its machine's load, and at the network");
  }

  @Test
  void aWatchLooksAgainAndOutlivesItsMaster() throws IOException {
    ScriptedMaster master = new ScriptedMaster(OLDER);
    AtomicInteger looks = new AtomicInteger();
    StatusCommand command =
        new StatusCommand(
            Map.of(),
            time -> {
              assertThat(time).isEqualTo(Duration.ofSeconds(5));
              if (looks.incrementAndGet() == 2) {
                close(master);
              }
              return looks.get() < 3;
            });
    Run run = Run.of(command, "--watch", "5s", "--master=" + master.address());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines().filter(line -> line.startsWith("OK:"))).hasSize(2);
    assertThat(run.out()).contains("ATTENTION: cannot reach a master", "looking again");
  }

  /** Returns when nobody can connect: the thread that accepts may take one connection more. */
  private static void close(ScriptedMaster master) {
    try {
      master.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await().until(() -> !accepts(master));
  }

  private static boolean accepts(ScriptedMaster master) {
    String address = master.address();
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--check --watch", "--check --problems", "--watch=10ms", "--watch=3601s"})
  void whatDoesNotGoTogetherIsWrongUsage(String options) throws IOException {
    Run run = status(OLDER, options.split(" "));
    assertThat(run.exitCode()).isEqualTo(CommandException.USAGE);
    assertThat(run.err()).isNotBlank();
  }

  private static Run status(String line, String... arguments) throws IOException {
    try (ScriptedMaster master = new ScriptedMaster(line)) {
      String[] all = new String[arguments.length + 1];
      all[0] = "--master=" + master.address();
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      return Run.of(new StatusCommand(Map.of(), time -> false), all);
    }
  }
}
