package io.lynceus.master.cameras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.cameras.ClusterCameras;
import io.lynceus.model.cameras.ClusterCameras.Entry;
import io.lynceus.model.cameras.ClusterCameras.Source;
import io.lynceus.model.cameras.ClusterCameras.State;
import io.lynceus.scene.camera.CameraSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CamerasTest {
  private static final String GOOD = "cameras.front { expect-every = 10 s, analyses = [plates] }";
  private static final String BAD = "cameras.front { expect-every = 10 }";

  @TempDir private Path folder;
  private final List<CameraSet> told = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-29T14:05:00Z");
  private @Nullable Cameras open;

  @AfterEach
  void close() {
    if (open != null) {
      open.close();
    }
  }

  @Test
  void aChangeCountsAtTheNextLook() throws Exception {
    Cameras cameras = open(GOOD);
    write("cameras { front {}, back {} }");
    cameras.look();
    assertThat(cameras.described().cameras()).hasSize(2);
    assertThat(told).hasSize(2);
    assertThat(cameras.status().settings().refused()).isEmpty();
  }

  @Test
  void aBadFileIsToldWhileTheGoodOneGoesOn() throws Exception {
    Cameras cameras = open(GOOD);
    write(BAD);
    cameras.look();
    cameras.look();
    assertThat(told).hasSize(1);
    ClusterCameras status = cameras.status();
    assertThat(status.settings().refused().orElseThrow())
        .contains("cameras.front.expect-every is a time with its unit");
    assertThat(status.settings().readAt()).contains(Instant.parse("2026-11-29T14:05:00Z"));
    assertThat(status.cameras().get(0).expectEvery()).isPresent();

    now = now.plusSeconds(5);
    write(GOOD);
    cameras.look();
    assertThat(cameras.status().settings().refused()).isEmpty();
    assertThat(cameras.status().settings().readAt()).contains(now);
  }

  @Test
  void aFileThatVanishesIsToldAndComesBack() throws Exception {
    Cameras cameras = open(GOOD);
    Files.delete(folder.resolve("cameras.conf"));
    cameras.look();
    assertThat(cameras.described().cameras()).hasSize(1);
    assertThat(cameras.status().settings().refused().orElseThrow()).contains("not there any more");
    write(GOOD);
    cameras.look();
    assertThat(cameras.status().settings().refused()).isEmpty();
  }

  @Test
  void aFolderInItsPlaceIsTold() throws Exception {
    Cameras cameras = open(GOOD);
    Files.delete(folder.resolve("cameras.conf"));
    Files.createDirectory(folder.resolve("cameras.conf"));
    cameras.look();
    assertThat(cameras.described().cameras()).hasSize(1);
    assertThat(cameras.status().settings().refused()).contains("it is a folder");
  }

  @Test
  void theEventsOfTheFileCount() throws Exception {
    assertThat(open(GOOD + "\nevents.enabled = false").described().events().enabled()).isFalse();
  }

  @Test
  void aRuleMayNameAZoneOfACameraWithAFileOfItsOwn() throws Exception {
    Cameras cameras = open(GOOD);
    write(GOOD + "\nevents.rules.a.when.zone = lawn");
    cameras.look();
    assertThat(cameras.status().settings().refused().orElseThrow())
        .contains("events.rules.a.when.zone names the zone lawn, which no camera has");

    Files.createDirectories(folder.resolve("cameras.d"));
    Files.writeString(
        folder.resolve("cameras.d/gate.conf"),
        "cameras.gate.zones.lawn { polygon = [[0, 0], [1, 0], [1, 1]] }");
    cameras.look();
    assertThat(cameras.status().settings().refused()).isEmpty();
    assertThat(cameras.described().events().rules()).hasSize(1);
  }

  @Test
  void aRuleNamesCamerasAsTheyCanBeCalled() throws Exception {
    Cameras cameras = open(GOOD);
    write(GOOD + "\nevents.rules.a.when.camera = [Gate]");
    cameras.look();
    assertThat(cameras.status().settings().refused().orElseThrow())
        .contains("events.rules.a.when.camera has 'Gate'");
  }

  @Test
  void aFileThatIsTooLargeIsNotTaken() throws Exception {
    Cameras cameras = open(GOOD);
    Files.write(folder.resolve("cameras.conf"), new byte[CamerasFile.MAX_BYTES + 1]);
    cameras.look();
    assertThat(cameras.status().settings().refused().orElseThrow()).contains("more than 4 MiB");
  }

  @Test
  void atTheStartABadFileIsRefused() {
    assertThatThrownBy(() -> open(BAD))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cameras.file")
        .hasMessageContaining("cameras.front.expect-every");
  }

  @Test
  void aFileThatIsNamedHasToBeThere() {
    assertThatThrownBy(
            () -> Cameras.open(CamerasConfig.of(folder + "/none.conf", Map.of()), () -> now))
        .hasMessageContaining("none.conf");
  }

  @Test
  void aFileThatIsNotNamedMayComeLater() throws Exception {
    CamerasConfig config = CamerasConfig.beside(folder.resolve("master.conf"));
    open = Cameras.open(config, () -> now);
    assertThat(open.described().cameras()).isEmpty();
    open.look();
    assertThat(open.status().settings().refused()).isEmpty();
    write(GOOD);
    open.look();
    assertThat(open.described().cameras()).hasSize(1);
  }

  @Test
  void withoutAPathTheUsersFolderOfSettingsIsLookedInto() {
    assertThat(CamerasConfig.of("auto", Map.of("XDG_CONFIG_HOME", "/c")).file())
        .contains(Path.of("/c/lynceus/cameras.conf"));
    assertThat(CamerasConfig.of("", Map.of())).isEqualTo(CamerasConfig.NONE);
  }

  @Test
  void otherCamerasAreRefusedOnlyWhereTheFileSaysSo() throws Exception {
    assertThat(open(GOOD).refusal(new Camera("other"))).isEmpty();
    write(GOOD + "\ncameras-only = true");
    Cameras cameras = open(GOOD + "\ncameras-only = true");
    assertThat(cameras.refusal(new Camera("front"))).isEmpty();
    assertThat(cameras.refusal(new Camera("other")).orElseThrow().code())
        .isEqualTo(RejectionCode.BAD_COMMAND);
  }

  @Test
  void aCameraAddsAnalysesWhereTheClientNamesNone() throws Exception {
    Cameras cameras = open(GOOD);
    Ask ask = Ask.DEFAULT.withCamera(Optional.of(new Camera("front")));
    Analysis plates = new Analysis("plates");
    assertThat(cameras.completed(ask).wanted()).containsAll(Analysis.STANDARD).contains(plates);
    Ask named = ask.withAnalyses(List.of(Analysis.FACES));
    assertThat(cameras.completed(named)).isSameAs(named);
    Ask other = Ask.DEFAULT.withCamera(Optional.of(new Camera("back")));
    assertThat(cameras.completed(other)).isSameAs(other);
    assertThat(cameras.completed(Ask.DEFAULT)).isSameAs(Ask.DEFAULT);
  }

  @Test
  void aCameraIsLateAfterTwiceItsUsualTime() throws Exception {
    Cameras cameras = open(GOOD);
    assertThat(entry(cameras, "front").state()).isEqualTo(State.NEVER);
    assertThat(entry(cameras, "front").last()).isEmpty();
    still(cameras, "front");
    assertThat(entry(cameras, "front").state()).isEqualTo(State.OK);
    now = now.plusSeconds(20);
    assertThat(entry(cameras, "front").state()).isEqualTo(State.OK);
    now = now.plusMillis(1);
    assertThat(entry(cameras, "front").state()).isEqualTo(State.LATE);
    assertThat(entry(cameras, "front").last().orElseThrow().age())
        .isEqualByComparingTo(Duration.ofMillis(20_001));
    still(cameras, "front");
    assertThat(entry(cameras, "front").state()).isEqualTo(State.OK);
    assertThat(entry(cameras, "front").stills()).isEqualTo(2);
    now = now.minusSeconds(100); // the clock is set back
    assertThat(entry(cameras, "front").last().orElseThrow().age()).isZero();
  }

  @Test
  void whetherACameraIsLateIsNotKnownWithoutItsUsualTime() throws Exception {
    Cameras cameras = open("cameras.front {}");
    still(cameras, "front");
    assertThat(entry(cameras, "front").state()).isEqualTo(State.UNKNOWN);
  }

  @Test
  void aRejectedImageIsNoStill() throws Exception {
    Cameras cameras = open(GOOD);
    Reply.Rejection rejection = new Reply.Rejection(RejectionCode.CORRUPT, "it is");
    cameras
        .events()
        .taskReplied(null, Reply.rejected(Optional.empty(), rejection).withStill(of("front")));
    assertThat(entry(cameras, "front").state()).isEqualTo(State.NEVER);
    assertThat(cameras.lastStill(new Camera("front"))).as("but the camera is there").contains(now);
  }

  @Test
  void ofOtherCamerasOnlySoManyAreKept() throws Exception {
    Cameras cameras = open(GOOD);
    still(cameras, "front");
    for (int i = 0; i < StillTally.MAX_OTHERS + 10; i++) {
      now = now.plusSeconds(1);
      still(cameras, "other" + i);
    }
    List<Entry> entries = cameras.status().cameras();
    assertThat(entries).hasSize(1 + StillTally.MAX_OTHERS);
    assertThat(entries.get(0).name()).isEqualTo("front");
    assertThat(entries.get(0).stills()).isEqualTo(1);
    assertThat(entries.stream().map(Entry::name)).contains("other1033").doesNotContain("other9");
    assertThat(entries.stream().skip(1)).noneMatch(Entry::described);
  }

  @Test
  void theStatesOfSourcesAreAskedFor() throws Exception {
    Cameras cameras = open("cameras.a.source { kind = snapshot, url = \"http://c/\" }");
    assertThat(entry(cameras, "a").source().kind()).isEqualTo("snapshot");
    assertThat(entry(cameras, "a").source().state()).isEmpty();
    cameras.sources(camera -> new Source("snapshot", Optional.of("ok"), Optional.empty()));
    assertThat(entry(cameras, "a").source().state()).contains("ok");
  }

  @Test
  void ofManyCamerasEachIsTold() throws Exception {
    Cameras cameras =
        open(
            IntStream.range(0, CameraSet.MAX_CAMERAS)
                .mapToObj(i -> "cameras.c" + i + " {}\n")
                .collect(Collectors.joining()));
    assertThat(cameras.status().cameras()).hasSize(256);
  }

  @Test
  void camerasOfTheFolderAreReadWithTheOthers() throws Exception {
    Cameras cameras = open(GOOD);
    List<String> audited = new ArrayList<>();
    cameras.audit(facts -> audited.add(new TreeMap<>(facts).toString()));
    writeOne("back", "cameras.back { title = Back }");
    cameras.look();
    assertThat(entry(cameras, "back").title()).isEqualTo("Back");
    assertThat(entry(cameras, "front").described()).isTrue();

    writeOne("back", "cameras.back { title = [ }");
    writeOne("side", "cameras.side {}");
    cameras.look();
    assertThat(entry(cameras, "back").title()).as("what was before goes on").isEqualTo("Back");
    assertThat(entry(cameras, "side").described()).as("the good ones count").isTrue();
    assertThat(refused(cameras)).contains("cameras.d/back.conf: ");

    Files.delete(folder.resolve("cameras.d/back.conf"));
    cameras.look();
    assertThat(cameras.status().cameras()).hasSize(2);
    assertThat(cameras.status().settings().refused()).isEmpty();
    assertThat(audited)
        .containsExactly(
            "{added=back, by=file}", "{added=side, by=file}", "{by=file, removed=back}");
  }

  @Test
  void aCameraInBothPlacesIsNamed() throws Exception {
    Cameras cameras = open(GOOD);
    writeOne("front", "cameras.front { title = Other }");
    cameras.look();
    assertThat(refused(cameras))
        .contains("the camera front stands in cameras.conf and in cameras.d/front.conf");
    assertThat(entry(cameras, "front").title()).isEqualTo("front");
    assertThatThrownBy(() -> open(GOOD)).hasMessageContaining("stands in cameras.conf and in");
  }

  @Test
  void aFileOfTheFolderDescribesItsCameraAndNoOther() throws Exception {
    Cameras cameras = open(GOOD);
    writeOne("back", "cameras { back {}, side {} }");
    cameras.look();
    assertThat(refused(cameras)).contains("describes the camera of its own name, cameras.back");
    writeOne("back", "cameras-only = true, cameras.back {}");
    cameras.look();
    assertThat(refused(cameras)).contains("cameras-only stands in cameras.conf");
    writeOne(".hidden", "nonsense [");
    Files.delete(folder.resolve("cameras.d/back.conf"));
    Files.writeString(folder.resolve("cameras.d/readme.txt"), "nonsense [");
    cameras.look();
    assertThat(cameras.status().settings().refused()).isEmpty();
  }

  private static String refused(Cameras cameras) {
    return cameras.status().settings().refused().orElseThrow();
  }

  private void writeOne(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve("cameras.d"));
    Files.writeString(folder.resolve("cameras.d/" + name + ".conf"), text);
  }

  private Cameras open(String text) throws IOException {
    close();
    write(text);
    Path file = folder.resolve("cameras.conf");
    open = Cameras.open(CamerasConfig.of(file.toString(), Map.of()), () -> now);
    told.clear();
    open.listen(told::add);
    return open;
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve("cameras.conf"), text);
  }

  private static Entry entry(Cameras cameras, String name) {
    return cameras.status().cameras().stream()
        .filter(camera -> camera.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void still(Cameras cameras, String name) {
    Reply reply =
        new Reply(
            "id",
            Optional.empty(),
            Reply.Status.COMPLETE,
            Optional.empty(),
            Optional.empty(),
            of(name),
            Reply.Results.NONE,
            Optional.empty());
    cameras.events().taskReplied(null, reply);
  }

  private static StillInfo of(String name) {
    return new StillInfo(Optional.of(new Camera(name)), Optional.empty());
  }
}
