package io.lynceus.master.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BrowserSessionsTest {
  private static final Grant ANNA = new Grant("anna", TokenRole.VIEWER, Set.of());
  private static final Grant BERT = new Grant("bert", TokenRole.ADMIN, Set.of());

  private Instant now = Instant.EPOCH;
  private final BrowserSessions sessions = new BrowserSessions(() -> now);

  @Test
  void aSessionStandsForItsTokenUntilItEnds() {
    String id = sessions.begin(ANNA);
    assertThat(id).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(sessions.begin(ANNA));
    assertThat(sessions.find(id)).map(BrowserSessions.Session::grant).contains(ANNA);
    assertThat(sessions.find(id.substring(1) + "A")).isEmpty();
    assertThat(sessions.end(id)).isPresent();
    assertThat(sessions.find(id)).isEmpty();
    assertThat(sessions.end(id)).isEmpty();
  }

  @Test
  void itIsOverAfterEightHours() {
    String id = sessions.begin(ANNA);
    now = now.plus(Duration.ofHours(8)).minusMillis(1);
    assertThat(sessions.find(id)).isPresent();
    now = now.plusMillis(1);
    assertThat(sessions.find(id)).isEmpty();
    assertThat(sessions.size()).isZero();
  }

  @Test
  void theOldestOfATokenGivesWayAndNoneOfAnother() {
    String other = sessions.begin(BERT);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < BrowserSessions.MOST_OF_A_TOKEN + 1; i++) {
      ids.add(sessions.begin(ANNA));
    }
    assertThat(sessions.size()).isEqualTo(BrowserSessions.MOST_OF_A_TOKEN + 1);
    assertThat(sessions.find(ids.get(0))).isEmpty();
    assertThat(sessions.find(ids.get(1))).isPresent();
    assertThat(sessions.find(other)).isPresent();
  }

  @Test
  void afterFiveFailuresInAMinuteAnAddressWaits() throws Exception {
    InetAddress here = InetAddress.getByName("10.0.0.7");
    SignInLimit limit = new SignInLimit(() -> now);
    for (int i = 0; i < 5; i++) {
      assertThat(limit.wait(here)).isZero();
      limit.failed(here);
      now = now.plusSeconds(1);
    }
    assertThat(limit.wait(here)).isEqualTo(Duration.ofSeconds(55));
    assertThat(limit.wait(InetAddress.getByName("10.0.0.8"))).isZero();
    now = now.plusSeconds(55);
    assertThat(limit.wait(here)).isZero();
    limit.failed(here);
    assertThat(limit.wait(here)).as("four of the last minute, and this one").isPositive();
  }

  @Test
  void theCookieIsForThisPortAndItsPagesAlone() {
    SessionCookie plain = new SessionCookie(7080, false);
    String id = sessions.begin(ANNA);
    assertThat(plain.set(id))
        .isEqualTo("lynceus-7080=" + id + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=28800");
    assertThat(new SessionCookie(7080, true).set(id))
        .startsWith("__Host-lynceus-7080=")
        .contains("; Secure");
    assertThat(plain.in(Optional.of("a=b; lynceus-7080=" + id))).contains(id);
    for (String none : List.of("", "lynceus-7081=" + id, "lynceus-7080=" + id + "x", "x;;=")) {
      assertThat(plain.in(Optional.of(none))).as(none).isEmpty();
    }
  }
}
