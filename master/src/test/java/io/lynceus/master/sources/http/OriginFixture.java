package io.lynceus.master.sources.http;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.ScriptedIntake;
import io.lynceus.master.sources.still.CameraSource;
import io.lynceus.master.sources.still.StillAdmission;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.SourceConfig;
import io.lynceus.scene.source.SourceStatus;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Real sources on their real thread, before a dispatch that replies at once. */
final class OriginFixture implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(60);

  final ScriptedIntake intake = new ScriptedIntake(true);
  final Gateway gateway = Gateway.of(MasterDefaults.GATEWAY, intake);
  private final HttpOrigins http = new HttpOrigins();
  private final StillAdmission admission =
      new StillAdmission(gateway, MasterDefaults.DISPATCH.waiting());
  private final List<CameraSource> sources = new ArrayList<>();

  /** Settings that a test changes. */
  static final class Settings {
    SourceConfig.Kind kind = SourceConfig.Kind.SNAPSHOT;
    String user = "";
    Optional<Path> passwordFile = Optional.empty();
    Optional<Path> certificate = Optional.empty();
    Duration every = Duration.ofMillis(100);
    Duration timeout = Duration.ofSeconds(20);

    SourceConfig of(String url) {
      return new SourceConfig(
          kind, Optional.of(URI.create(url)), user, passwordFile, certificate, every, timeout);
    }
  }

  CameraSource start(SourceConfig config) {
    CameraConfig camera =
        new CameraConfig(
            "front",
            "front",
            Optional.empty(),
            Optional.of(config),
            new TreeSet<>(),
            List.of(),
            List.of(),
            List.of());
    CameraSource source =
        new CameraSource(camera, http.origin(config), admission, http, new Random());
    sources.add(source);
    http.execute(source::start);
    return source;
  }

  /** Waits until the source's status is such. */
  static SourceStatus await(CameraSource source, Predicate<SourceStatus> such) {
    return Awaitility.await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .until(source::status, such);
  }

  /** What the source says when its first attempt has failed. */
  static SourceStatus failure(CameraSource source) {
    return await(source, status -> status.lastError().isPresent());
  }

  @Override
  public void close() {
    http.execute(() -> sources.forEach(CameraSource::stop));
    http.close();
  }
}
