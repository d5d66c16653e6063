package io.lynceus.master.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.gateway.ScriptedIntake;
import io.lynceus.protocol.reply.QuarantineJson;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QuarantineByHttpIT extends ServedHttpPort {
  QuarantineByHttpIT() throws IOException {}

  @Test
  void theQuarantineIsListed() throws Exception {
    start(atOnce);
    HttpResponse<String> response = get("/v1/quarantine");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(QuarantineJson.read(response.body())).isEqualTo(ScriptedIntake.QUARANTINED);
  }

  @Test
  void oneImageIsClearedOrAll() throws Exception {
    start(atOnce);
    assertThat(QuarantineJson.read(clear("?image=ab").body())).hasSize(2);
    assertThat(QuarantineJson.read(clear("?image=all").body())).hasSize(3);
    assertThat(atOnce.cleared).containsExactly("ab", "");
  }

  @Test
  void aHashThatFitsNoImageIsNotFound() throws Exception {
    start(atOnce);
    HttpResponse<String> response = clear("?image=b");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("no quarantined image");
  }

  @Test
  void withoutAHashNothingIsCleared() throws Exception {
    start(atOnce);
    for (String query : new String[] {"", "?image=", "?image=xyz", "?all"}) {
      assertThat(clear(query).statusCode()).isEqualTo(400);
    }
    assertThat(atOnce.cleared).isEmpty();
  }

  @Test
  void theTokenIsAskedFor() throws Exception {
    start(atOnce, Optional.of("a-clients-token-1"), MasterDefaults.GATEWAY.images());
    assertThat(code(get("/v1/quarantine"))).isEqualTo("UNAUTHORIZED");
    assertThat(code(clearWith("token"))).isEqualTo("UNAUTHORIZED");
    assertThat(atOnce.cleared).isEmpty();
  }

  @Test
  void withoutTheAdministratorsTokenNobodyClearsWhereClientsNeedNone() throws Exception {
    start(atOnce);
    HttpResponse<String> refused = send(request("/v1/quarantine?image=all").DELETE());
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("administrators' token", "Authorization: Bearer");
    assertThat(atOnce.cleared).isEmpty();
  }

  @Test
  void whereThereIsNoAdministratorsTokenNobodyClears() throws Exception {
    start(atOnce, Optional.empty(), Optional.empty());
    HttpResponse<String> refused = clearWith("");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("tasks.admin-token-file");
    assertThat(atOnce.cleared).isEmpty();
  }

  @Test
  void onlyAdministratorsClear() throws Exception {
    start(atOnce, Optional.of("a-clients-token-1"), Optional.of("the-admins-token"));
    assertThat(clearWith("a-clients-token-1").statusCode()).isEqualTo(403);
    assertThat(atOnce.cleared).isEmpty();
    assertThat(clearWith("the-admins-token").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> clear(String query) throws Exception {
    return send(
        request("/v1/quarantine" + query).header("Authorization", "Bearer " + ADMIN).DELETE());
  }

  private HttpResponse<String> clearWith(String token) throws Exception {
    return send(
        request("/v1/quarantine?image=all").header("Authorization", "Bearer " + token).DELETE());
  }
}
