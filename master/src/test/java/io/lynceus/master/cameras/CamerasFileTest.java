package io.lynceus.master.cameras;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.Marks;
import io.lynceus.scene.camera.Anchor;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.SourceConfig;
import io.lynceus.scene.camera.Vertex;
import io.lynceus.scene.camera.ZoneConfig;
import io.lynceus.scene.rules.SceneRules;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CamerasFileTest {
  private static final String POLYGON = "polygon = [[0, 0], [1, 0], [1, 1]]";

  @Test
  void theFileOfTheDistributionHasNoCamera() throws Exception {
    CameraSet set = parse(Files.readString(Path.of("../config/cameras.conf")));
    assertThat(set.cameras()).isEmpty();
    assertThat(set.only()).isFalse();
  }

  /** The example in its comments has every key. */
  @Test
  void theExampleOfTheDistributionIsRight() throws Exception {
    CameraConfig door =
        parse(uncommented(Files.readString(Path.of("../config/cameras.conf"))))
            .find(new Camera("front-door"))
            .orElseThrow();
    assertThat(door.title()).isEqualTo("Front door");
    assertThat(door.expectEvery()).contains(Duration.ofSeconds(10));
    assertThat(door.filters().get(0).label()).isEqualTo("person");
    assertThat(door.filters().get(0).minScore()).isEqualTo(OptionalDouble.of(0.6));
    assertThat(door.masks().get(0).labels()).containsExactly("person");
    assertThat(door.zones().get(0).anchor()).isEqualTo(Anchor.FOOT);
  }

  /** In the example, lines of settings begin with two comment signs or stand below the first. */
  private static String uncommented(String file) {
    return file.lines()
        .map(line -> line.startsWith("  # ") ? line.substring(4) : line)
        .map(line -> line.startsWith("# ") && line.contains("{") ? line.substring(2) : line)
        .collect(Collectors.joining("\n"));
  }

  @Test
  void theExampleOfTheDocsIsRight() throws Exception {
    List<String> page = Files.readAllLines(Path.of("../docs/cameras.md"));
    String example =
        page.subList(page.indexOf("```hocon") + 1, page.size()).stream()
            .takeWhile(line -> !line.equals("```"))
            .collect(Collectors.joining("\n"));
    CameraSet set = parse(example);
    assertThat(set.cameras().keySet())
        .containsExactly(new Camera("front-door"), new Camera("garage"));
    Findings found =
        Findings.ofDetections(
            "m",
            List.of(
                Detection.labelled("person", 0.9f, new Box(300, 200, 40, 80)),
                Detection.labelled("person", 0.9f, new Box(700, 100, 40, 80)),
                Detection.labelled("person", 0.5f, new Box(300, 200, 40, 80))));
    assertThat(
            SceneRules.of(set)
                .of(Optional.of(new Camera("front-door")))
                .marked(Analysis.OBJECTS, found, 800, 600)
                .boxes()
                .stream()
                .map(Detection::marks))
        .containsExactly(
            Marks.in(List.of("yard", "gate")), Marks.masked("tree"), Marks.filtered("min-score"));
  }

  @Test
  void allKeysAreRead() throws Exception {
    CameraConfig camera =
        one(
            """
            title = "Yard, north", expect-every = 10 s, analyses = "plates, sharpness"
            source { kind = snapshot, url = "https://cam/a.jpg?x=1", user = me, password-file = pw,
              certificate = cam.pem, every = 3 s, timeout = 4 s }
            filters { "traffic light" { min-score = 0.5 }, person { max-area = 5000 } }
            masks.tree { labels = [person, dog], polygon = "0.1,0.2,0.3,0.2,0.3,0.4" }
            zones { yard { title = Yard, polygon = [[.1,.4],[.9,.4],[.5,1]], anchor = overlap
              overlap = 0.5, labels = person } }
            """);
    assertThat(camera.title()).isEqualTo("Yard, north");
    assertThat(camera.analyses())
        .containsExactly(new Analysis("plates"), new Analysis("sharpness"));
    assertThat(camera.source())
        .contains(
            new SourceConfig(
                SourceConfig.Kind.SNAPSHOT,
                Optional.of(URI.create("https://cam/a.jpg?x=1")),
                "me",
                Optional.of(Path.of("/etc/lynceus/pw")),
                Optional.of(Path.of("/etc/lynceus/cam.pem")),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4)));
    assertThat(camera.filters()).hasSize(2);
    assertThat(camera.masks().get(0).polygon().points())
        .containsExactly(new Vertex(0.1, 0.2), new Vertex(0.3, 0.2), new Vertex(0.3, 0.4));
    ZoneConfig yard = camera.zones().get(0);
    assertThat(yard.polygon().points())
        .containsExactly(new Vertex(0.1, 0.4), new Vertex(0.9, 0.4), new Vertex(0.5, 1));
    assertThat(yard.anchor()).isEqualTo(Anchor.OVERLAP);
    assertThat(yard.overlap()).isEqualTo(0.5);
    assertThat(yard.labels()).containsExactly("person");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cameras.a.titel = x|cameras.a.titel is no setting (did you mean title?)",
        "camera.a.title = x|camera is no setting (did you mean cameras?)",
        "cameras.a = 7|cameras.a is an object",
        "cameras.A.title = x|cameras.A.name is 1 to 40 of a-z 0-9 _ -, not 'A'",
        "cameras-only = maybe|cameras-only is true or false",
        "cameras.a.expect-every = 5|cameras.a.expect-every is a time with its unit",
        "cameras.a.expect-every = soon|cameras.a.expect-every is a time such as 10 s",
        "cameras.a.expect-every = 1 ms|cameras.a.expect-every is a time from 100 ms",
        "cameras.a.analyses = [Plates]|cameras.a.the key of an analysis",
        "cameras.a.source.kind = onvif|cameras.a.source.kind is one of push, snapshot, mjpeg, rtsp",
        "cameras.a.source { kind = rtsp }|cameras.a.source.url is an address such as rtsp://",
        "cameras.a.source { kind = rtsp, url = \"a b\" }|cameras.a.source.url is no address",
        "cameras.a.filters.person.min-score = high|cameras.a.filters.person.min-score is a number",
        "cameras.a.filters.person.min-score = 2|cameras.a.filters.person.min-score is a number from"
            + " 0 to 1, not 2",
        "cameras.a.filters.person.threshold = 2|cameras.a.filters.person.threshold is no setting",
        "cameras.a.masks.tree.labels = [a]|cameras.a.masks.tree.polygon is missing",
        "cameras.a.zones.b.polygon = [[0,0],[1,1]]|cameras.a.zones.b.polygon has 3 to 64 points,"
            + " not 2",
        "cameras.a.zones.b.polygon = [[0,0],[1,1],[2,0]]|cameras.a.zones.b.polygon has points from"
            + " 0 to 1",
        "cameras.a.zones.b.polygon = [[0,0],[1,1],[NaN,0]]|cameras.a.zones.b.polygon has points"
            + " from 0 to 1",
        "cameras.a.zones.b.polygon = [[0,0],[1,1],[1e999,0]]|cameras.a.zones.b.polygon has points",
        "cameras.a.zones.b.polygon = [[0,0],[1,1],[1,0],[0,1]]|cameras.a.zones.b.polygon crosses"
            + " itself",
        "cameras.a.zones.b.polygon = [[0,0,1],[1,1,1],[1,0,1]]|cameras.a.zones.b.polygon is a list",
        "cameras.a.zones.b.polygon = \"0,0,1\"|cameras.a.zones.b.polygon is a list of points",
        "cameras.a.zones.b.polygon = \"0,0,1,x,1,1\"|cameras.a.zones.b.polygon is a number",
        "cameras.a.zones.b.polygon = null|cameras.a.zones.b.polygon is a text",
        "cameras.a.zones.b { POLYGON, overlap = 0.5 }|cameras.a.zones.b.overlap has an effect only",
        "cameras.a.zones.b { POLYGON, anchor = head }|cameras.a.zones.b.anchor is one of foot",
        "cameras.a.zones.b { POLYGON, anchor = overlap, overlap = 0 }|cameras.a.zones.b.overlap is"
            + " a number from 0.01 to 1",
        "cameras.a.zones.a { POLYGON }|cameras.a.zones.a has the name of a camera",
        "cameras.a.zones.b { POLYGON, labels = [[a]] }|cameras.a.zones.b.labels is a list of texts",
        "include \"other.conf\"|it includes another file",
        "include url(\"http://127.0.0.1:1/\")|it includes another file",
        "include file(\"/etc/passwd\")|it includes another file",
        "cameras {|not HOCON",
        "cameras.a.title = ${missing}|not HOCON",
      })
  void whatIsWrongIsToldWithItsKey(String text, String message) {
    assertThatThrownBy(() -> parse(text.replace("POLYGON", POLYGON)))
        .isInstanceOf(CameraSettingsException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theLineIsTold() {
    assertThatThrownBy(() -> parse("cameras {\n  a {\n    titel = x\n  }\n}"))
        .hasMessageEndingWith("(line 3)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cameras { a { title = x }\n a { title = y } }",
        "cameras { a { }\n b { }\n \"a\" { } }",
        "cameras.a { title = x }\ncameras.a { expect-every = 1 s }",
        "cameras.a {}\n# cameras.b {}\ncameras { b = {}, a : {} }",
      })
  void aCameraThatStandsThereTwiceIsRefused(String text) {
    assertThatThrownBy(() -> parse(text)).hasMessageContaining("cameras.a stands there twice, in");
  }

  @Test
  void aZoneThatStandsThereTwiceIsRefused() {
    assertThatThrownBy(
            () -> parse("cameras.a {\n zones { b { " + POLYGON + " }\n b { " + POLYGON + " } }\n}"))
        .hasMessageContaining("cameras.a.zones.b stands there twice, in line 2 and in line 3");
  }

  @Test
  void whatOnlyLooksLikeItIsTaken() throws Exception {
    String text =
        """
        cameras { # cameras { a { } }
          a { title = "a { b { ", zones.x { POLYGON } } // a {
          b { title = \"\"\"a { }, "a" { }\"\"\", zones.x { POLYGON } }
          c.title = c, c.expect-every = 1 s, c { zones.x { POLYGON }, masks.x { POLYGON } }
        }
        """
            .replace("POLYGON", POLYGON);
    assertThat(parse(text).cameras()).hasSize(3);
  }

  @Test
  void thereAreAtMost256Cameras() throws Exception {
    assertThat(parse(cameras(256)).cameras()).hasSize(256);
    assertThatThrownBy(() -> parse(cameras(257)))
        .hasMessageContaining("cameras has at most 256 entries, not 257");
  }

  @Test
  void camerasStayInTheOrderOfTheFile() throws Exception {
    assertThat(parse(cameras(20)).cameras().keySet())
        .containsExactlyElementsOf(
            IntStream.range(0, 20).mapToObj(i -> new Camera("camera" + i)).toList());
  }

  @Test
  void ofAHugePolygonNoMoreIsMadeThanIsAllowed() {
    String points = "[0.5,0.5],".repeat(100_000);
    assertThatThrownBy(() -> parse("cameras.a.zones.b.polygon = [" + points + "]"))
        .hasMessageContaining("polygon has at most 64 points, not 100000");
    assertThatThrownBy(
            () -> parse("cameras.a.zones.b.polygon = \"" + "0.5,".repeat(100_000) + "0.5\""))
        .hasMessageContaining("polygon has at most 64 points");
  }

  @Test
  void bracketsThatAreNestedTooDeeplyAreRefused() {
    assertThatThrownBy(() -> parse("a = " + "[".repeat(500_000)))
        .isInstanceOf(CameraSettingsException.class)
        .hasMessageContaining("nested too deeply");
  }

  @Test
  void whatIsNoTextIsRefused() {
    assertThatThrownBy(() -> file().parse(new byte[] {(byte) 0xFF, (byte) 0xFE, 0}))
        .isInstanceOf(CameraSettingsException.class)
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void aMessageNeverHasAPassword() {
    for (String text :
        new String[] {
          "cameras.a.source { kind = snapshot, url = \"http://me:hunter2@cam/\" }",
          "cameras.a.source { kind = snapshot, url = \"http://me:hunter2@cam/ x\" }",
          "cameras.a.source { kind = snapshot, url = \"http://me:hunter2@cam/\" \"",
        }) {
      assertThatThrownBy(() -> parse(text))
          .satisfies(e -> assertThat(String.valueOf(e.getMessage())).doesNotContain("hunter2"));
    }
  }

  private static String cameras(int count) {
    return "cameras {\n"
        + IntStream.range(0, count)
            .mapToObj(i -> "camera" + i + " { zones.yard { " + POLYGON + " } }\n")
            .collect(Collectors.joining())
        + "}";
  }

  private static CameraConfig one(String settings) throws CameraSettingsException {
    return parse("cameras.a {\n" + settings + "\n}").find(new Camera("a")).orElseThrow();
  }

  private static CameraSet parse(String text) throws CameraSettingsException {
    return file().parse(text.getBytes(UTF_8));
  }

  private static CamerasFile file() {
    return new CamerasFile(Path.of("/etc/lynceus/cameras.conf"));
  }
}
