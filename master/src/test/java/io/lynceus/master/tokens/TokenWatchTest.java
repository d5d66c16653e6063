package io.lynceus.master.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.gateway.AccessToken;
import io.lynceus.master.gateway.GatewayConfig;
import io.lynceus.master.gateway.access.BrowserSessions;
import io.lynceus.master.gateway.access.Grant;
import io.lynceus.master.gateway.access.NamedToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenWatchTest {
  private static final String FIRST = "the-first-token-0";
  private static final String SECOND = "the-second-token-0";

  @TempDir private Path folder;
  private final List<String> audited = new ArrayList<>();
  private final BrowserSessions sessions = new BrowserSessions(Instant::now);
  private AccessToken tokens;
  private TokenWatch watch;

  @BeforeEach
  void open() throws IOException {
    write("anna", FIRST + "\n");
    write("client", "the-clients-token");
    tokens =
        new AccessToken(
            new GatewayConfig.Tokens(
                Optional.of("the-clients-token"),
                Optional.empty(),
                List.of(NamedToken.of("anna", "viewer", List.of(), FIRST))));
    tokens.onChange(sessions::endOf);
    watch =
        new TokenWatch(
            List.of(
                new TokenFile("tasks.token", "tasks.token-file", folder.resolve("client")),
                new TokenFile("anna", "tokens.anna.token-file", folder.resolve("anna"))),
            tokens,
            (kind, facts) -> audited.add(kind + " " + new TreeMap<>(facts)));
    watch.look();
    assertThat(audited).isEmpty();
  }

  @Test
  void aChangedTokenCountsAndTheOldOneEndsWithItsSessions() throws Exception {
    Grant anna = tokens.grantOf(FIRST).orElseThrow();
    String hers = sessions.begin(anna);
    String others = sessions.begin(tokens.grantOf("the-clients-token").orElseThrow());
    write("anna", SECOND);
    watch.look();
    watch.look();
    assertThat(tokens.grantOf(FIRST)).isEmpty();
    assertThat(tokens.grantOf(SECOND)).contains(anna);
    assertThat(sessions.find(hers)).isEmpty();
    assertThat(sessions.find(others)).isPresent();
    assertThat(audited).containsExactly("token-changed {by=file, token=anna}");
  }

  @Test
  void aTokenWhoseFileIsGoneOrEmptyIsTakenBackAndComesBack() throws Exception {
    String hers = sessions.begin(tokens.grantOf(FIRST).orElseThrow());
    Files.delete(folder.resolve("anna"));
    watch.look();
    watch.look();
    assertThat(tokens.grantOf(FIRST)).isEmpty();
    assertThat(tokens.isGuess(FIRST)).isTrue();
    assertThat(sessions.find(hers)).isEmpty();
    write("anna", FIRST);
    watch.look();
    assertThat(tokens.grantOf(FIRST).orElseThrow().name()).isEqualTo("anna");
    write("anna", " \n");
    watch.look();
    assertThat(tokens.grantOf(FIRST)).isEmpty();
    assertThat(audited)
        .containsExactly(
            "token-taken-back {by=file, token=anna}",
            "token-changed {by=file, token=anna}",
            "token-taken-back {by=file, token=anna}");
  }

  @Test
  void thePortsStayClosedWithoutTokens() throws Exception {
    Files.delete(folder.resolve("anna"));
    Files.delete(folder.resolve("client"));
    watch.look();
    assertThat(tokens.required()).isTrue();
    assertThat(tokens.withoutToken()).isEmpty();
    assertThat(tokens.isGuess("whatever it is")).isTrue();
  }

  @Test
  void whatCannotCountIsPassedOverAndTheLastGoodOneStays() throws Exception {
    String hers = sessions.begin(tokens.grantOf(FIRST).orElseThrow());
    write("anna", "too short");
    watch.look();
    write("anna", "the-clients-token"); // somebody else's
    watch.look();
    Files.delete(folder.resolve("anna"));
    Files.createDirectory(folder.resolve("anna"));
    watch.look();
    assertThat(tokens.grantOf(FIRST)).isPresent();
    assertThat(tokens.grantOf("the-clients-token").orElseThrow().name()).isEqualTo("tasks.token");
    assertThat(sessions.find(hers)).isPresent();
    assertThat(audited).isEmpty();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
