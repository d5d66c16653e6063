package io.lynceus.master.gateway.http;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.cameras.Cameras;
import io.lynceus.master.cameras.CamerasConfig;
import io.lynceus.master.gateway.GatewayConfig;
import io.lynceus.master.gateway.ScriptedIntake;
import io.lynceus.master.gateway.access.NamedToken;
import io.lynceus.model.Camera;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which role gets what answer at which route. */
@Timeout(60)
class RolesByHttpIT extends ServedHttpPort {
  private static final String CLIENT = "tasks-token-0123";

  /** A column for each token, in this order. */
  private static final List<String> TOKENS =
      List.of("camera-token-012", "viewer-token-012", CLIENT, "operator-token-0", ADMIN);

  private static final Map<String, List<Integer>> ANSWERS =
      Map.ofEntries(
          Map.entry("POST /v1/images?camera=gate", List.of(200, 403, 200, 200, 200)),
          Map.entry("GET /v1/status", List.of(403, 200, 200, 200, 200)),
          Map.entry("GET /v1/quarantine", List.of(403, 200, 200, 200, 200)),
          Map.entry("GET /v1/live/thumbnails/1", List.of(403, 200, 200, 200, 200)),
          Map.entry("GET /v1/cameras", List.of(403, 200, 200, 200, 200)),
          Map.entry("GET /v1/tasks", List.of(403, 200, 200, 200, 200)),
          Map.entry("GET /v1/cameras/gate", List.of(403, 403, 403, 403, 200)),
          Map.entry("POST /v1/cameras/gate/check", List.of(403, 403, 403, 403, 200)),
          Map.entry("GET /v1/watches", List.of(403, 200, 200, 200, 200)),
          Map.entry("POST /v1/cameras/gate/accept", List.of(403, 403, 403, 403, 404)),
          Map.entry("PUT /v1/cameras/gate", List.of(403, 403, 403, 403, 200)),
          Map.entry("DELETE /v1/cameras/other", List.of(403, 403, 403, 403, 404)),
          Map.entry("GET /v1/results", List.of(403, 200, 200, 200, 200)),
          Map.entry("GET /v1/results/m8x2k1-0", List.of(403, 200, 200, 200, 200)),
          Map.entry("GET /v1/pictures/" + ScriptedStore.SHA256, List.of(403, 200, 200, 200, 200)),
          Map.entry("GET /v1/summary", List.of(403, 200, 200, 200, 200)),
          Map.entry("GET /v1/events", List.of(403, 200, 200, 200, 200)),
          Map.entry("GET /v1/ledger", List.of(403, 200, 200, 200, 200)),
          Map.entry("GET /v1/events/e1", List.of(403, 200, 200, 200, 200)),
          Map.entry("POST /v1/events/e1/seen", List.of(403, 200, 200, 200, 200)),
          Map.entry("DELETE /v1/events/e1/seen", List.of(403, 200, 200, 200, 200)),
          Map.entry("POST /v1/events/seen", List.of(403, 200, 200, 200, 200)),
          Map.entry("DELETE /v1/results?camera=gate", List.of(403, 403, 403, 403, 200)),
          Map.entry("DELETE /v1/results/m8x2k1-0", List.of(403, 403, 403, 403, 200)),
          Map.entry("GET /v1/audit", List.of(403, 403, 403, 403, 200)),
          Map.entry("POST /v1/store/check", List.of(403, 403, 403, 403, 200)),
          Map.entry("POST /v1/store/backup", List.of(403, 403, 403, 403, 200)),
          Map.entry("GET /v1/people", List.of(403, 403, 403, 403, 404)),
          Map.entry("POST /v1/people", List.of(403, 403, 403, 403, 404)),
          Map.entry("GET /v1/people/ann", List.of(403, 403, 403, 403, 404)),
          Map.entry("DELETE /v1/people/ann", List.of(403, 403, 403, 403, 404)),
          Map.entry("POST /v1/people/ann/faces", List.of(403, 403, 403, 403, 404)),
          Map.entry("GET /v1/webhooks", List.of(403, 200, 200, 200, 200)),
          Map.entry("GET /v1/webhooks/dead", List.of(403, 200, 200, 200, 200)),
          Map.entry("POST /v1/webhooks/dead/m1/retry", List.of(403, 403, 403, 404, 404)),
          Map.entry("POST /v1/webhooks/hook/retry", List.of(403, 403, 403, 404, 404)),
          Map.entry("POST /v1/webhooks/hook/test", List.of(403, 403, 403, 404, 404)),
          Map.entry("GET /v1/session", List.of(200, 200, 200, 200, 200)),
          Map.entry("POST /v1/slaves/s1/drain", List.of(403, 403, 403, 200, 200)),
          Map.entry("DELETE /v1/slaves/s1/drain", List.of(403, 403, 403, 200, 200)),
          Map.entry("DELETE /v1/quarantine?image=ab", List.of(403, 403, 403, 403, 200)),
          Map.entry("GET /v1/settings", List.of(403, 403, 403, 403, 200)));

  @TempDir private Path folder;

  RolesByHttpIT() throws IOException {}

  @BeforeEach
  void open() throws Exception {
    store = new ScriptedStore();
    cameras =
        Cameras.open(
            CamerasConfig.of(Files.createFile(folder.resolve("cameras.conf")).toString(), Map.of()),
            Instant::now);
    open.add(cameras);
    edit = true;
    hearOfAStill();
    start(
        atOnce,
        new GatewayConfig.Tokens(
            Optional.of(CLIENT),
            Optional.of(ADMIN),
            List.of(
                NamedToken.of("gate", "camera", List.of("gate"), TOKENS.get(0)),
                NamedToken.of("anna", "viewer", List.of(), TOKENS.get(1)),
                NamedToken.of("otto", "operator", List.of(), TOKENS.get(3)))),
        MasterDefaults.GATEWAY.images(),
        100);
    atOnce.status.complete(ScriptedIntake.STATUS);
  }

  @Test
  void everyRoleGetsWhatItMayAndIsToldWhoMayTheRest() throws Exception {
    for (Map.Entry<String, List<Integer>> route : ANSWERS.entrySet()) {
      assertThat(ask(route.getKey(), "").statusCode()).as(route.getKey()).isEqualTo(401);
      assertThat(ask(route.getKey(), "no-token-of-this").statusCode()).isEqualTo(401);
      for (int i = 0; i < TOKENS.size(); i++) {
        HttpResponse<String> answer = ask(route.getKey(), TOKENS.get(i));
        assertThat(answer.statusCode())
            .as(route.getKey() + " with " + TOKENS.get(i) + ": " + answer.body())
            .isEqualTo(route.getValue().get(i));
        if (answer.statusCode() == 403) {
          assertThat(code(answer)).isEqualTo("UNAUTHORIZED");
          assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
        }
      }
    }
    assertThat(atOnce.drained)
        .containsExactlyInAnyOrder("drain s1", "drain s1", "resume s1", "resume s1");
    assertThat(audited).contains("drain {from=127.0.0.1, slave=s1, token=otto}");
  }

  @Test
  void aCamerasTokenSendsItsOwnCameraOnly() throws Exception {
    assertThat(ask("POST /v1/images", TOKENS.get(0)).statusCode()).isEqualTo(200);
    assertThat(atOnce.tasks.get(0).request().ask().camera()).contains(new Camera("gate"));
    HttpResponse<String> other = ask("POST /v1/images?camera=yard", TOKENS.get(0));
    assertThat(other.statusCode()).isEqualTo(403);
    assertThat(other.body()).contains("(gate)");
    assertThat(atOnce.tasks).hasSize(1);
    assertNothingHeld();
  }

  @Test
  void aSlaveThatThereIsNotIsSaidSo() throws Exception {
    assertThat(ask("POST /v1/slaves/unknown/drain", ADMIN).statusCode()).isEqualTo(404);
    assertThat(ask("POST /v1/slaves/%7Bname%7D/drain", ADMIN).statusCode()).isEqualTo(200);
    assertThat(atOnce.drained).contains("drain {name}");
  }

  private HttpResponse<String> ask(String route, String token) throws Exception {
    String[] parts = route.split(" ", 2);
    HttpRequest.Builder request =
        request(parts[1])
            .method(
                parts[0],
                parts[1].startsWith("/v1/images")
                    ? BodyPublishers.ofByteArray(JPEG)
                    : BodyPublishers.noBody());
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return send(request);
  }
}
