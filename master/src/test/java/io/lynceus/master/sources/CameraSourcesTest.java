package io.lynceus.master.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.ScriptedIntake;
import io.lynceus.model.cameras.ClusterCameras.Source;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.camera.SourceConfig;
import io.lynceus.scene.source.SourceStatus;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a change of the settings does to sources that run; their cameras are not there. */
class CameraSourcesTest {
  private final CameraSources sources =
      new CameraSources(
          Gateway.of(MasterDefaults.GATEWAY, new ScriptedIntake(true)),
          MasterDefaults.DISPATCH.waiting());

  @AfterEach
  void close() {
    sources.close();
  }

  private static CameraConfig camera(String name, int seconds) {
    return with(
        name,
        Optional.of(
            new SourceConfig(
                SourceConfig.Kind.SNAPSHOT,
                Optional.of(URI.create("http://127.0.0.1:1/")), // nothing listens there
                "",
                Optional.empty(),
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(5))));
  }

  private static CameraConfig with(String name, Optional<SourceConfig> source) {
    return new CameraConfig(
        name, name, Optional.empty(), source, new TreeSet<>(), List.of(), List.of(), List.of());
  }

  private void apply(CameraConfig... cameras) {
    sources.apply(CameraSet.of(List.of(cameras), false));
  }

  private List<SourceStatus> await(Predicate<List<SourceStatus>> such) {
    return Awaitility.await().atMost(Duration.ofSeconds(60)).until(sources::all, such);
  }

  private static boolean haveFailed(List<SourceStatus> all) {
    return all.stream().allMatch(source -> source.failures() > 0);
  }

  @Test
  void aChangeStartsAndStopsWhatHasChangedAndNothingElse() {
    apply(camera("a", 1), camera("b", 1), camera("c", 1));
    List<SourceStatus> first = await(all -> all.size() == 3 && haveFailed(all));
    apply(camera("b", 2), camera("a", 1), camera("d", 1));
    List<SourceStatus> second =
        await(all -> all.size() == 3 && all.get(2).camera().name().equals("d") && haveFailed(all));
    assertThat(second).extracting(source -> source.camera().name()).containsExactly("b", "a", "d");
    assertThat(second.get(1).since()).as("a has gone on").isEqualTo(first.get(0).since());
    assertThat(second.get(0).since()).as("b has begun anew").isAfter(first.get(1).since());
    long failed = sources.counts().failed();
    sources.apply(CameraSet.NONE);
    await(List::isEmpty);
    assertThat(sources.counts().failed())
        .as("attempts of those that are gone count too")
        .isGreaterThanOrEqualTo(failed);
  }

  @Test
  void onlyCamerasWhoseStillsAreFetchedHaveASource() {
    CameraConfig pushed = with("pushed", Optional.of(SourceConfig.PUSHED));
    CameraConfig plain = with("plain", Optional.empty());
    CameraConfig fetched = camera("fetched", 1);
    apply(pushed, plain, fetched);
    await(all -> all.size() == 1 && haveFailed(all));
    assertThat(sources.of(pushed)).isEqualTo(Source.PUSH);
    assertThat(sources.of(plain)).isEqualTo(Source.PUSH);
    Source source = sources.of(fetched);
    assertThat(source.kind()).isEqualTo("snapshot");
    assertThat(source.state()).contains("failing");
    assertThat(source.message().orElseThrow()).contains("127.0.0.1:1 cannot be reached");
    assertThat(source.fetching().orElseThrow().failures()).isPositive();
  }
}
