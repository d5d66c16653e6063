package io.lynceus.systemtests.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.Marks;
import io.lynceus.scene.camera.Anchor;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.FilterConfig;
import io.lynceus.scene.camera.MaskConfig;
import io.lynceus.scene.camera.Polygon;
import io.lynceus.scene.camera.Vertex;
import io.lynceus.scene.camera.ZoneConfig;
import io.lynceus.scene.rules.CameraRules;
import io.lynceus.systemtests.TestImages;
import io.lynceus.systemtests.TestMaster;
import io.lynceus.systemtests.hostile.HandmadeSlave;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cameras in the console, in Chromium: zones are drawn, saved, and count. */
@Tag("gate")
class CamerasBrowserIT extends ConsoleInBrowser {
  private static final String ADMIN = "administrators-token";
  private static final int WIDTH = 160;
  private static final int HEIGHT = 120;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private TestMaster master;
  private HandmadeSlave slave;

  @BeforeEach
  void start() throws Exception {
    Path file = Files.writeString(folder.resolve("cameras.conf"), "cameras.yard {}\n");
    master =
        TestMaster.start(
            "tasks.admin-token = %s, console.edit = true, cameras.file = \"%s\""
                .formatted(ADMIN, file));
    here = addressOf(master);
    slave = new HandmadeSlave("s1", master, ConsoleInBrowser::onePerson); // at 0.1875, 0.5833
    await().atMost(PATIENCE).until(slave::isReady);
  }

  @AfterEach
  void stop() {
    slave.close();
    master.close();
  }

  @Test
  void aZoneIsDrawnByMouseAndAMaskByKeyboardAndBothCount() throws Exception {
    send();
    browser.open(here + "/#signin", 1280, 1000, "light");
    soon(() -> assertThat(has("#token")).isTrue());
    browser.eval("document.getElementById('token').value = '" + ADMIN + "'; 0");
    browser.eval("document.querySelector('form.signin button.main').click()");
    soon(() -> assertThat(text("#who")).contains("admin"));
    browser.eval("location.hash = '#cameras'; 0");
    soon(() -> assertThat(text(".wall")).contains("gate", "yard", "never seen", "not described"));
    browser.eval("location.hash = '#cameras/gate'; 0");
    soon(() -> assertThat(text(".found-marks")).contains("person 0.80: counts, in no zone"));

    press(".zone-panel button.main", 0.5, 0.5); // Draw a zone
    for (double[] corner : new double[][] {{.05, .3}, {.5, .3}, {.5, .9}, {.1, .9}}) {
      press(".zone-stage", corner[0], corner[1]);
    }
    press(".handle", 0.5, 0.5); // the first corner again
    soon(() -> assertThat(text(".regions")).contains("zone-1"));
    soon(() -> assertThat(text(".found-marks")).contains("person 0.80: counts in zone-1"));
    assertThat(labelOf(3)).contains("point 4 of 4: ");
    assertIsAt(3, 10, 90);
    drag(".handle:nth-child(4)", ".zone-stage", .05, .95);
    soon(() -> assertIsAt(3, 5, 95));
    click(".save-row button.main");
    Path file = folder.resolve("cameras.d/gate.conf");
    soon(() -> assertThat(Files.readString(file)).contains("zones.zone-1 {"));
    send();
    JsonNode zones = gate(2).at("/last/zones");
    assertThat(zones.toString()).isEqualTo("{\"zone-1\":{\"person\":1}}");

    browser.eval("document.querySelectorAll('.zone-panel .row button')[1].focus()");
    browser.press("Enter"); // Draw a mask
    soon(() -> assertThat(labelOf(0)).contains("mask-1, point 1 of 4: 25 % from the left"));
    browser.press("ArrowLeft");
    assertThat(labelOf(0)).contains("24.5 % from the left");
    browser.press("+");
    assertThat(labelOf(1)).contains("point 2 of 5");
    browser.press("Delete");
    assertThat(labelOf(1)).contains("point 2 of 4");
    for (int point = 0; point < 4; point += 3) { // the two on the left, over the foot
      browser.eval("document.querySelectorAll('.handle')[" + point + "].focus()");
      for (int i = 0; i < 40; i++) {
        browser.press("ArrowLeft");
      }
    }
    soon(() -> assertThat(text(".found-marks")).contains("does not count, in the mask mask-1"));
    browser.eval(
        "{ const name = document.querySelector('.region-name'); name.value = 'Tree!';"
            + " name.dispatchEvent(new Event('input')); } 0");
    assertThat(text("main .problem")).contains("its name has 1 to 40 of");
    browser.eval(
        "{ const name = document.querySelector('.region-name'); name.value = 'tree';"
            + " name.dispatchEvent(new Event('input')); } 0");
    click(".save-row button.main");
    soon(() -> assertThat(Files.readString(file)).contains("masks.tree {"));
    send();
    assertThat(gate(3).at("/last/zones/zone-1").toString()).isEqualTo("{\"person\":0}");

    Files.writeString(file, "cameras.gate { title = Theirs }\n");
    browser.eval("document.querySelector('.region.zone').click()");
    browser.eval("document.querySelectorAll('.handle')[0].focus()");
    browser.press("ArrowRight");
    click(".save-row button.main");
    soon(() -> assertThat(text("main .problem")).contains("somebody has changed the camera gate"));
    assertThat(Files.readString(file)).contains("Theirs");
    click(".save-row button:nth-child(2)"); // write mine over it
    soon(() -> assertThat(Files.readString(file)).contains("masks.tree {"));
    soon(() -> assertThat(text("#toasts")).contains("Saved"));
    assertThat(master.log().with("cameras-changed {added=gate, from=127.0.0.1")).hasSize(1);
  }

  @Test
  void thePageJudgesAsTheMasterDoes() throws Exception {
    browser.open(here + "/", 1280, 900, "light");
    Random random = new Random(16);
    for (int i = 0; i < 60; i++) {
      List<Vertex> points = new ArrayList<>();
      for (int j = 0; j < 3 + random.nextInt(3); j++) {
        points.add(new Vertex(random.nextInt(11) / 10.0, random.nextInt(11) / 10.0));
      }
      boolean right = isOutline(points);
      assertThat(browser.eval("wrongOutline(" + text(points) + ") === null").asBoolean())
          .as(points.toString())
          .isEqualTo(right);
      if (right) {
        Anchor anchor = List.of(Anchor.FOOT, Anchor.CENTRE, Anchor.OVERLAP).get(i % 3);
        assertThat(marksInBrowser(points, anchor))
            .as(points + " " + anchor)
            .isEqualTo(marksOfMaster(points, anchor));
      }
    }
  }

  private static List<Detection> boxes() {
    List<Detection> boxes = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < 40; i++) {
      Box box =
          new Box(
              random.nextInt(WIDTH - 40),
              random.nextInt(HEIGHT - 40),
              2 + random.nextInt(38),
              2 + random.nextInt(38));
      String label = List.of("person", "car", "face", "Traffic Light").get(i % 4);
      boxes.add(Detection.labelled(label, (1 + i % 8) / 8f, box));
    }
    return boxes;
  }

  private static boolean isOutline(List<Vertex> points) {
    try {
      new Polygon(points);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** A zone and a mask of the same outline, the mask for cars alone, and bounds for persons. */
  private static List<String> marksOfMaster(List<Vertex> points, Anchor anchor) {
    Polygon polygon = new Polygon(points);
    CameraConfig camera =
        new CameraConfig(
            "gate",
            "gate",
            Optional.empty(),
            Optional.empty(),
            new TreeSet<>(),
            List.of(
                new FilterConfig(
                    "person",
                    OptionalDouble.of(0.5),
                    OptionalDouble.of(0.005),
                    OptionalDouble.of(800),
                    OptionalDouble.of(0.3),
                    OptionalDouble.of(2))),
            List.of(new MaskConfig("mask", Set.of("car"), polygon)),
            List.of(
                new ZoneConfig("all", "all", polygon, anchor, 0.4, Set.of()),
                new ZoneConfig(
                    "some", "some", polygon, anchor, 0.3, Set.of("face", "traffic-light"))));
    Findings marked =
        CameraRules.of(camera)
            .marked(Analysis.OBJECTS, Findings.ofDetections("m", boxes()), WIDTH, HEIGHT);
    return marked.boxes().stream()
        .map(
            box -> {
              Marks marks = box.marks();
              return marks.masked().orElse("")
                  + marks.filtered().orElse("")
                  + String.join(",", marks.zones());
            })
        .toList();
  }

  private static List<String> marksInBrowser(List<Vertex> points, Anchor anchor) {
    String found =
        boxes().stream()
            .map(
                one ->
                    "{label:'%s',score:%s,box:[%s,%s,%s,%s]}"
                        .formatted(
                            one.label().orElseThrow(),
                            one.score(),
                            one.box().x(),
                            one.box().y(),
                            one.box().width(),
                            one.box().height()))
            .collect(Collectors.joining(","));
    String zone = "{name:'%s',polygon:%s,anchor:'%s',overlap:%s,labels:%s}";
    String word = anchor.name().toLowerCase(Locale.ROOT);
    String draft =
        "{masks:[{name:'mask',labels:['car'],polygon:%s}],zones:[%s,%s],filters:[%s]}"
            .formatted(
                text(points),
                zone.formatted("all", text(points), word, 0.4, "[]"),
                zone.formatted("some", text(points), word, 0.3, "['face','traffic-light']"),
                "{label:'person','min-score':0.5,'min-area':0.005,'max-area':800,'min-ratio':0.3,"
                    + "'max-ratio':2}");
    JsonNode told =
        browser.eval(
            "[%s].map((one) => marksOf(one, {width:%d,height:%d}, %s)).map((marks) => (marks.masked ?? '') + (marks.filtered ?? '') + (marks.zones ?? []).join(','))"
                .formatted(found, WIDTH, HEIGHT, draft));
    List<String> marks = new ArrayList<>();
    told.forEach(one -> marks.add(one.asText()));
    return marks;
  }

  private static String text(List<Vertex> points) {
    return points.stream()
        .map(point -> "[" + point.x() + "," + point.y() + "]")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private void send() throws Exception {
    send("", "camera=gate&name=first.jpg", TestImages.jpeg(WIDTH, HEIGHT, 1));
  }

  /** The camera, once it has had so many stills; the list is made at most once a second. */
  private JsonNode gate(int stills) {
    List<JsonNode> gates = new ArrayList<>();
    soon(
        () -> {
          gates.clear();
          JSON.readTree(get("", "/v1/cameras")).path("cameras").forEach(gates::add);
          gates.removeIf(camera -> !camera.path("name").asText().equals("gate"));
          assertThat(gates).hasSize(1);
          assertThat(gates.get(0).path("stills").asInt()).isEqualTo(stills);
        });
    return gates.get(0);
  }

  private static void assertIsAt(int handle, double left, double top) {
    String style = "parseFloat(document.querySelectorAll('.handle')[" + handle + "].style.";
    assertThat(browser.eval(style + "left)").asDouble()).isCloseTo(left, within(1.0));
    assertThat(browser.eval(style + "top)").asDouble()).isCloseTo(top, within(1.0));
  }

  private static String labelOf(int handle) {
    return browser
        .eval("document.querySelectorAll('.handle')[" + handle + "].getAttribute('aria-label')")
        .asText();
  }

  /** The place in the window of a part of an element. */
  private static double[] place(String selector, double x, double y) {
    JsonNode box =
        browser.eval(
            "(() => { const one = document.querySelector(`"
                + selector
                + "`); one.scrollIntoView({block: 'nearest'}); const box ="
                + " one.getBoundingClientRect(); return [box.left, box.top, box.width, box.height];"
                + " })()");
    return new double[] {
      box.get(0).asDouble() + x * box.get(2).asDouble(),
      box.get(1).asDouble() + y * box.get(3).asDouble()
    };
  }

  private static void press(String selector, double x, double y) {
    double[] at = place(selector, x, y);
    browser.mouse("mousePressed", at[0], at[1]);
    browser.mouse("mouseReleased", at[0], at[1]);
  }

  private static void drag(String from, String to, double x, double y) {
    double[] start = place(from, 0.5, 0.5);
    double[] end = place(to, x, y);
    browser.mouse("mousePressed", start[0], start[1]);
    browser.mouse("mouseMoved", end[0], end[1]);
    browser.mouse("mouseReleased", end[0], end[1]);
  }
}
