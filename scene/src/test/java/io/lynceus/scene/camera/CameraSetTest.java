package io.lynceus.scene.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Camera;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CameraSetTest {
  private static final Polygon ALL =
      new Polygon(List.of(new Vertex(0, 0), new Vertex(1, 0), new Vertex(1, 1), new Vertex(0, 1)));

  @Test
  void thereAreAtMost256Cameras() {
    assertThat(CameraSet.of(cameras(256), false).cameras()).hasSize(256);
    assertThatThrownBy(() -> CameraSet.of(cameras(257), false)).hasMessageContaining("256");
  }

  @Test
  void aCameraHasAtMost32ZonesAndMasks() {
    assertThat(camera("a", zones(32), List.of()).zones()).hasSize(32);
    assertThat(camera("a", List.of(), masks(32)).masks()).hasSize(32);
    assertThatThrownBy(() -> camera("a", zones(33), List.of())).hasMessageContaining("zones is");
    assertThatThrownBy(() -> camera("a", List.of(), masks(33))).hasMessageContaining("masks is");
  }

  @Test
  void eachNameIsThereOnce() {
    CameraConfig camera = CameraConfig.of("a");
    assertThatThrownBy(() -> CameraSet.of(List.of(camera, camera), false))
        .hasMessageContaining("cameras has a twice");
    ZoneConfig zone = ZoneConfig.of("yard", ALL);
    assertThatThrownBy(() -> camera("a", List.of(zone, zone), List.of()))
        .hasMessageContaining("zones has yard twice");
  }

  @Test
  void aZoneHasNoNameOfACamera() {
    CameraConfig front = camera("front", List.of(ZoneConfig.of("back", ALL)), List.of());
    assertThat(CameraSet.of(List.of(front), false).cameras()).hasSize(1);
    assertThatThrownBy(() -> CameraSet.of(List.of(front, CameraConfig.of("back")), false))
        .hasMessageContaining("cameras.front.zones.back has the name of a camera");
  }

  @Test
  void oneZoneMayBeOnSeveralCameras() {
    List<ZoneConfig> yard = List.of(ZoneConfig.of("yard", ALL));
    CameraSet set =
        CameraSet.of(List.of(camera("a", yard, List.of()), camera("b", yard, List.of())), false);
    assertThat(set.cameras()).hasSize(2);
  }

  @Test
  void otherCamerasAreTakenUnlessTheOwnOnesAreTheOnlyOnes() {
    Camera other = new Camera("other");
    assertThat(CameraSet.of(cameras(1), false).takes(other)).isTrue();
    assertThat(CameraSet.of(cameras(1), true).takes(other)).isFalse();
    assertThat(CameraSet.of(cameras(1), true).takes(new Camera("camera0"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Front", "front door", "fr.ont", "ä", "a/b", "__proto__ "})
  void aNameIs1To40OfFewCharacters(String name) {
    assertThatThrownBy(() -> CameraConfig.of(name)).hasMessageContaining("name is 1 to 40");
    assertThatThrownBy(() -> ZoneConfig.of(name, ALL)).hasMessageContaining("name is 1 to 40");
  }

  @Test
  void aNameMayBeAsLongAs40AndNotLonger() {
    assertThat(CameraConfig.of("a".repeat(40)).camera()).isEqualTo(new Camera("a".repeat(40)));
    assertThat(CameraConfig.of("__proto__").name()).isEqualTo("__proto__");
    assertThatThrownBy(() -> CameraConfig.of("a".repeat(41)))
        .hasMessageContaining("name is 1 to 40");
    assertThatThrownBy(() -> CameraConfig.of("a".repeat(1 << 20)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(100));
  }

  @ParameterizedTest
  @CsvSource({
    "min-score, -0.01",
    "min-score, 1.01",
    "min-score, NaN",
    "min-area, -1",
    "min-area, Infinity",
    "max-area, NaN",
    "min-ratio, -1",
    "max-ratio, NaN"
  })
  void aBoundThatCannotBeIsRefused(String key, double value) {
    assertThatThrownBy(() -> filter(key, value)).hasMessageContaining(key + " is ");
  }

  @Test
  void aFilterThatLetsNothingPassIsRefused() {
    OptionalDouble none = OptionalDouble.empty();
    assertThatThrownBy(
            () ->
                new FilterConfig(
                    "person", none, OptionalDouble.of(0.5), OptionalDouble.of(0.4), none, none))
        .hasMessageContaining("max-area is at least min-area");
    assertThatThrownBy(
            () ->
                new FilterConfig(
                    "person", none, none, none, OptionalDouble.of(2), OptionalDouble.of(1)))
        .hasMessageContaining("max-ratio is at least min-ratio");
  }

  @Test
  void aSourceHasAnAddressOfItsKind() {
    assertThat(source(SourceConfig.Kind.SNAPSHOT, "http://camera/a.jpg").url()).isPresent();
    assertThat(source(SourceConfig.Kind.RTSP, "rtsp://camera:554/a").url()).isPresent();
    assertThatThrownBy(() -> source(SourceConfig.Kind.SNAPSHOT, "ftp://camera/a.jpg"))
        .hasMessageContaining("url is an address such as http://");
    assertThatThrownBy(() -> source(SourceConfig.Kind.MJPEG, "http:a"))
        .hasMessageContaining("host");
    assertThatThrownBy(() -> source(SourceConfig.Kind.PUSH, "http://camera/a.jpg"))
        .hasMessageContaining("push");
  }

  @Test
  void tlsIsCheckedOrRefused() {
    assertThatThrownBy(() -> source(SourceConfig.Kind.RTSP, "rtsps://camera/a"))
        .hasMessageContaining("ffmpeg would not check the camera's certificate");
    assertThat(pinned("https://camera/a.jpg").certificate()).isPresent();
    assertThatThrownBy(() -> pinned("http://camera/a.jpg"))
        .hasMessageContaining("certificate is set with an https:// url only");
  }

  private static SourceConfig pinned(String url) {
    return new SourceConfig(
        SourceConfig.Kind.SNAPSHOT,
        Optional.of(URI.create(url)),
        "",
        Optional.empty(),
        Optional.of(Path.of("camera.pem")),
        SourceConfig.EVERY,
        SourceConfig.TIMEOUT);
  }

  @Test
  void aPasswordStandsInAFileAndIsNotTold() {
    for (String url : List.of("http://me:secret@camera/a.jpg", "http://me:secret@ca_mera/a.jpg")) {
      assertThatThrownBy(() -> source(SourceConfig.Kind.SNAPSHOT, url))
          .hasMessageContaining("password-file")
          .hasMessageNotContaining("secret");
    }
    assertThatThrownBy(
            () ->
                new SourceConfig(
                    SourceConfig.Kind.SNAPSHOT,
                    Optional.of(URI.create("http://camera/a.jpg")),
                    "",
                    Optional.of(Path.of("password")),
                    SourceConfig.EVERY,
                    SourceConfig.TIMEOUT))
        .hasMessageContaining("user is set with a password-file");
  }

  @Test
  void labelsStayInTheirOrder() {
    Set<String> labels = new LinkedHashSet<>(List.of("dog", "cat", "person", "bear"));
    ZoneConfig zone = new ZoneConfig("yard", "", ALL, Anchor.FOOT, 0.3, labels);
    assertThat(zone.labels()).containsExactly("dog", "cat", "person", "bear");
  }

  private static SourceConfig source(SourceConfig.Kind kind, String url) {
    return new SourceConfig(
        kind,
        Optional.of(URI.create(url)),
        "",
        Optional.empty(),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1));
  }

  private static FilterConfig filter(String key, double value) {
    return new FilterConfig(
        "person",
        bound(key, "min-score", value),
        bound(key, "min-area", value),
        bound(key, "max-area", value),
        bound(key, "min-ratio", value),
        bound(key, "max-ratio", value));
  }

  private static OptionalDouble bound(String key, String wanted, double value) {
    return key.equals(wanted) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  private static List<CameraConfig> cameras(int count) {
    return IntStream.range(0, count).mapToObj(i -> CameraConfig.of("camera" + i)).toList();
  }

  private static List<ZoneConfig> zones(int count) {
    return IntStream.range(0, count).mapToObj(i -> ZoneConfig.of("zone" + i, ALL)).toList();
  }

  private static List<MaskConfig> masks(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new MaskConfig("mask" + i, Set.of(), ALL))
        .toList();
  }

  private static CameraConfig camera(String name, List<ZoneConfig> zones, List<MaskConfig> masks) {
    return new CameraConfig(
        name, name, Optional.empty(), Optional.empty(), new TreeSet<>(), List.of(), masks, zones);
  }
}
