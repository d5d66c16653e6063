package io.lynceus.app.cameras;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.GoldenFile;
import io.lynceus.app.Run;
import io.lynceus.app.ScriptedMaster;
import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Style;
import io.lynceus.model.cameras.ClusterCameras;
import io.lynceus.protocol.reply.CamerasJson;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CamerasCommandTest {
  private static final String RULES =
      "\"zones\":[{\"name\":\"yard\",\"title\":\"Yard\",\"polygon\":[[0,0.5],[1,0.5],[1,1],[0,1]],"
          + "\"anchor\":\"foot\",\"labels\":[],\"minStills\":2,\"loiterMs\":0}],"
          + "\"masks\":[{\"name\":\"tree\",\"polygon\":[[0.7,0.1],[1,0.1],[1,0.4]],\"labels\":[]}],"
          + "\"filters\":{\"person\":{\"min-score\":0.6,\"max-area\":0.2}}}";

  private static final String CAMERAS =
      "{\"camerasOnly\":false,\"settings\":{\"file\":\"/etc/lynceus/cameras.conf\",\"readAt\":\"2026-11-29T14:05:00Z\",\"refused\":\"cameras.front-door.titel"
          + " is no setting (did you mean title?): the keys here are title, expect-every (line"
          + " 12)\"},\"cameras\":[{\"name\":\"front-door\",\"title\":\"Front"
          + " door\",\"described\":true,\"state\":\"late\",\"health\":{\"state\":\"moved\",\"since\":\"2026-11-29T14:05:00Z\",\"reason\":\"12"
          + " % of the view is as usual: turn it back, or accept the new view\"},"
          + "\"expectEveryMs\":10000,\"stills\":8640,\"last\":{\"id\":\"a-1\",\"time\":null,"
          + "\"timeFrom\":null,\"ageMs\":95000,\"status\":\"partial\",\"counts\":{\"person\":1,"
          + "\"face\":null},\"zones\":{\"yard\":{\"person\":1},\"drive\":null}},\"source\":{\"kind\":\"snapshot\",\"state\":\"failing\",\"message\":\"it"
          + " answers 404\"},"
          + RULES
          + ",{\"name\":\"back\",\"title\":\"back\",\"described\":true,\"state\":\"never\","
          + "\"health\":{\"state\":\"unknown\",\"since\":null,\"reason\":\"no still\"},"
          + "\"expectEveryMs\":null,\"stills\":0,\"last\":null,"
          + "\"source\":{\"kind\":\"push\",\"state\":null,\"message\":null},"
          + RULES
          + ",{\"name\":\"gate\",\"title\":\"gate\",\"described\":false,\"state\":\"unknown\","
          + "\"health\":{\"state\":\"ok\",\"since\":null,\"reason\":\"\"},"
          + "\"expectEveryMs\":null,\"stills\":1,\"last\":{\"id\":\"a-2\",\"time\":null,"
          + "\"timeFrom\":null,\"ageMs\":500,\"status\":\"complete\",\"counts\":{},\"zones\":{}},"
          + "\"source\":{\"kind\":\"push\",\"state\":null,\"message\":null},"
          + "\"zones\":[],\"masks\":[],\"filters\":{}}]}";

  private static final String REPLY =
      "{\"seq\":1,\"status\":\"complete\",\"image\":{\"format\":\"png\",\"width\":400,"
          + "\"height\":300,\"bytes\":9,\"sha256\":\""
          + "0".repeat(64)
          + "\"},\"camera\":\"front-door\",\"counts\":{\"person\":2},"
          + "\"zones\":{\"yard\":{\"person\":1}},"
          + "\"analyses\":{\"objects\":{\"status\":\"ok\",\"model\":\"m\",\"detections\":["
          + "{\"label\":\"person\",\"score\":0.91,\"box\":[100,100,60,160],\"zones\":[\"yard\"]},"
          + "{\"label\":\"person\",\"score\":0.8,\"box\":[10,10,30,60]},"
          + "{\"label\":\"person\",\"score\":0.7,\"box\":[330,30,20,60],\"masked\":\"tree\"},"
          + "{\"label\":\"person\",\"score\":0.55,\"box\":[200,200,20,60],"
          + "\"filtered\":\"min-score\"},"
          + "{\"label\":\"person\",\"score\":0.65,\"box\":[200,20,180,260],"
          + "\"filtered\":\"max-area\"}]}}}";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 120})
  void eachLineFits(int columns) throws Exception {
    ClusterCameras cameras = CamerasJson.read(CAMERAS);
    List<String> lines = CameraLines.of(cameras, new Style(columns, 24, false));
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
    GoldenFile.assertSame("cameras-" + columns + ".txt", lines);
    assertThat(
            CameraLines.of(cameras, new Style(columns, 24, true)).stream()
                .map(line -> line.replaceAll("\u001b\\[\\d+m", ""))
                .toList())
        .isEqualTo(lines);
  }

  @Test
  void theJsonIsTheMasters() throws IOException {
    assertThat(run(CAMERAS, new String[] {"--json"}).out().strip()).isEqualTo(CAMERAS);
  }

  @Test
  void withoutCamerasItSaysWhereTheyAreDescribed() throws IOException {
    String none =
        "{\"camerasOnly\":false,\"settings\":{\"file\":\"/c/cameras.conf\",\"readAt\":null,"
            + "\"refused\":null},\"cameras\":[]}";
    assertThat(run(none, new String[0]).out().strip())
        .isEqualTo("no cameras yet: describe them in /c/cameras.conf");
  }

  @Test
  void whatACameraIsCalledCannotCommandTheTerminal() throws IOException {
    String hostile = CAMERAS.replace("Front door", "\\u001b[2Jgone\\u0007");
    assertThat(run(hostile, new String[0]).out())
        .doesNotContain("\u001b[2J")
        .doesNotContain("\u0007");
  }

  @Test
  void aTestSaysWhyEachDetectionCountsAndDrawsIt() throws IOException {
    Path still = folder.resolve("still.png");
    ImageIO.write(new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB), "png", still.toFile());
    Path out = folder.resolve("out");
    Run run = run(CAMERAS, new String[] {"test", "--out=" + out, "front-door", still.toString()});
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    List<String> lines =
        run.out().lines().map(line -> line.replace(folder.toString(), "DIR")).toList();
    GoldenFile.assertSame("cameras-test.txt", lines);
    BufferedImage drawn = ImageIO.read(out.resolve("still-annotated.png").toFile());
    assertThat(brightness(drawn, 200, 280)).isGreaterThan(brightness(drawn, 60, 100));
    assertThat(out.toFile().list()).hasSize(1);
  }

  @Test
  void aCameraThatIsNotThereIsNamed() throws IOException {
    Run run = run(CAMERAS, new String[] {"test", "gate", "still.png"});
    assertThat(run.exitCode()).isEqualTo(CommandException.USAGE);
    assertThat(run.err())
        .contains("there is no camera gate in the master's cameras.conf; it has front-door, back");
    Run wrong = run(CAMERAS, new String[] {"test", "Front Door", "still.png"});
    assertThat(wrong.exitCode()).isEqualTo(CommandException.USAGE);
    assertThat(wrong.err()).contains("camera is 1 to 40 of");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    Run run =
        run(CAMERAS, new String[] {"test", "--out=" + folder, "back", folder + "/missing.png"});
    assertThat(run.exitCode()).isEqualTo(CommandException.INCOMPLETE);
    assertThat(run.err()).contains("missing.png");
  }

  private static int brightness(BufferedImage picture, int x, int y) {
    int rgb = picture.getRGB(x, y);
    return (rgb & 0xFF) + (rgb >> 8 & 0xFF) + (rgb >> 16 & 0xFF);
  }

  private static Run run(String cameras, String[] arguments) throws IOException {
    try (ScriptedMaster master = new ScriptedMaster(REPLY)) {
      master.tellCameras(cameras);
      boolean test = arguments.length > 0 && arguments[0].equals("test");
      Stream<String> all =
          Stream.concat(Stream.of(arguments), Stream.of("--master=" + master.address()));
      return test
          ? Run.of(new CamerasTestCommand(Map.of()), all.skip(1).toArray(String[]::new))
          : Run.of(new CamerasCommand(Map.of()), all.toArray(String[]::new));
    }
  }
}
