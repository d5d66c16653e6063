package io.lynceus.app.cameras;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.lynceus.app.Run;
import io.lynceus.model.watch.WatchKind;
import io.lynceus.model.watch.WatchRegion;
import io.lynceus.model.watch.WatchState;
import io.lynceus.model.watch.WatchStatus;
import io.lynceus.protocol.reply.WatchesJson;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchesCommandTest {
  private static final WatchRegion REGION = new WatchRegion(0.4, 0.5, 0.1, 0.2);

  @TempDir private Path folder;
  private volatile String answer = WatchesJson.write(List.of());
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext(
        "/",
        exchange -> {
          boolean known = exchange.getRequestURI().getPath().equals("/v1/watches");
          byte[] body = (known ? answer : "{\"detail\":\"there is no store\"}").getBytes(UTF_8);
          exchange.sendResponseHeaders(known ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Run run(Object command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--http=127.0.0.1:" + server.getAddress().getPort());
    return Run.of(command, all.toArray(String[]::new));
  }

  private static WatchStatus watch(String name, WatchKind kind, WatchState state) {
    return new WatchStatus(
        name,
        "gate",
        kind,
        Optional.empty(),
        REGION,
        state,
        Optional.of(Instant.parse("2026-12-01T01:00:00Z")),
        "the reason of " + name,
        List.of(),
        3);
  }

  @Test
  void eachWatchIsALineWithItsReason() {
    answer =
        WatchesJson.write(
            List.of(
                watch("bin", WatchKind.PRESENT, WatchState.MISSING),
                watch("exit", WatchKind.ABSENT, WatchState.MISSING),
                watch("gauge", WatchKind.CHANGED, WatchState.UNKNOWN)));
    Run run = run(new WatchesCommand(Map.of()));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("bin of gate (it should be there): MISSING since 2026-12-01T01:00:00Z")
        .contains("the reason of bin")
        .contains("exit of gate (should be free): missing")
        .contains("gauge of gate (should look as it does): unknown");
    assertThat(run(new WatchesCommand(Map.of()), "--json").out().strip()).isEqualTo(answer);
  }

  @Test
  void withoutWatchesItSaysHowToMakeOne() {
    assertThat(run(new WatchesCommand(Map.of())).out()).contains("lynceus watches add");
  }

  private Path still() throws IOException {
    BufferedImage still = new BufferedImage(200, 100, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = still.createGraphics();
    g.setColor(Color.GRAY);
    g.fillRect(0, 0, 200, 100);
    g.setColor(Color.WHITE);
    g.fillRect(90, 40, 20, 20);
    g.dispose();
    Path file = folder.resolve("still.png");
    ImageIO.write(still, "png", file.toFile());
    return file;
  }

  @Test
  void addMakesTheLinesOfTheSettings() throws IOException {
    Run run =
        run(
            new WatchesAddCommand(Map.of()),
            "gate",
            "bin",
            "--region=80,30,40,40",
            "--from=" + still());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().strip())
        .isEqualToNormalizingNewlines(
            """
            watches.bin {
              camera = "gate"
              region = [0.4, 0.3, 0.2, 0.4]
              kind = present
            }\
            """);
  }

  @Test
  void aFlatRegionIsRefusedWithAdvice() throws IOException {
    Path still = still();
    Run run =
        run(
            new WatchesAddCommand(Map.of()),
            "gate",
            "bin",
            "--region=0,0,0.2,0.2",
            "--from=" + still);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("the region is flat").contains("make it larger");
    Run free =
        run(
            new WatchesAddCommand(Map.of()),
            "gate",
            "exit",
            "--region=0,0,0.2,0.2",
            "--kind=absent",
            "--label=suitcase",
            "--from=" + still);
    assertThat(free.exitCode()).as("the label is looked for, not the look").isZero();
    assertThat(free.out()).contains("label = \"suitcase\"");
  }

  @Test
  void whatIsWrongIsNamed() {
    WatchesAddCommand add = new WatchesAddCommand(Map.of());
    assertThat(run(add, "gate", "bin", "--region=1,2,3").err()).contains("--region is X,Y,W,H");
    assertThat(run(new WatchesAddCommand(Map.of()), "gate", "bin", "--region=0.9,0,0.2,0.1").err())
        .contains("within the picture");
    assertThat(run(new WatchesAddCommand(Map.of()), "Gate", "bin", "--region=0,0,1,1").exitCode())
        .isEqualTo(2);
    assertThat(run(new WatchesAddCommand(Map.of()), "gate", "bin", "--region=9,0,8,8").err())
        .contains("--from");
  }

  @Test
  void withoutAStoreItSaysThatNothingWasLookedAt() {
    Run run = run(new WatchesAddCommand(Map.of()), "gate", "bin", "--region=0,0,0.2,0.2");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("was not looked at");
  }
}
