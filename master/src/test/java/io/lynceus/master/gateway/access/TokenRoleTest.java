package io.lynceus.master.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table of docs/console.md. */
class TokenRoleTest {
  @Test
  void eachRoleMayWhatTheTableSays() {
    assertThat(TokenRole.CAMERA.rights()).containsExactly(Right.SEND);
    assertThat(TokenRole.VIEWER.rights()).containsExactly(Right.LOOK);
    assertThat(TokenRole.CLIENT.rights()).containsExactlyInAnyOrder(Right.LOOK, Right.SEND);
    assertThat(TokenRole.OPERATOR.rights())
        .containsExactlyInAnyOrder(Right.LOOK, Right.SEND, Right.DRAIN);
    assertThat(TokenRole.ADMIN.rights()).containsExactlyInAnyOrder(Right.values());
    assertThat(TokenRole.ofKey("client")).as("no setting names it").isEmpty();
  }

  @Test
  void aCamerasTokenSendsItsOwnCamerasOnly() {
    Grant grant =
        new Grant("gate", TokenRole.CAMERA, Set.of(new Camera("gate"), new Camera("yard")));
    assertThat(grant.refusalOf(as("gate"))).isEmpty();
    assertThat(grant.refusalOf(as("yard"))).isEmpty();
    assertThat(grant.refusalOf(as("safe")))
        .hasValueSatisfying(told -> assertThat(told).contains("gate, yard"));
    assertThat(grant.refusalOf(Ask.DEFAULT)).isPresent();
    assertThat(grant.counted(Ask.DEFAULT)).as("which of the two?").isEqualTo(Ask.DEFAULT);
  }

  @Test
  void aTokenOfOneCameraNamesIt() {
    Grant grant = new Grant("gate", TokenRole.CAMERA, Set.of(new Camera("gate")));
    assertThat(grant.counted(Ask.DEFAULT).camera()).contains(new Camera("gate"));
    assertThat(grant.refusalOf(grant.counted(as("yard")))).isPresent();
  }

  @Test
  void aCamerasTokenWithoutCamerasSendsAny() {
    Grant grant = new Grant("all", TokenRole.CAMERA, Set.of());
    assertThat(grant.refusalOf(as("gate"))).isEmpty();
    assertThat(grant.refusalOf(Ask.DEFAULT)).isEmpty();
  }

  @Test
  void aViewerSendsNothingAndIsToldWhoDoes() {
    Grant grant = new Grant("anna", TokenRole.VIEWER, Set.of());
    assertThat(grant.refusalOf(Ask.DEFAULT))
        .contains(
            "this token has the role viewer and may not send images: use one with the role camera"
                + " or operator or admin");
  }

  private static Ask as(String camera) {
    return Ask.DEFAULT.withCamera(Optional.of(new Camera(camera)));
  }
}
