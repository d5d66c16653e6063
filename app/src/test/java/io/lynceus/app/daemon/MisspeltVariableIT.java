package io.lynceus.app.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.TestJvm;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs whose secret or token is in a variable with a wrong name. */
@Timeout(60)
class MisspeltVariableIT {
  @ParameterizedTest
  @ValueSource(strings = {"master", "slave", "status --master=127.0.0.1:1"})
  void theVariableIsNamedAtTheStart(String command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(TestJvm.command());
    builder
        .command()
        .addAll(List.of("-cp", System.getProperty("java.class.path"), "io.lynceus.app.Lynceus"));
    builder.command().addAll(List.of(command.split(" ")));
    builder.environment().keySet().removeIf(name -> name.startsWith("LYNCEUS_"));
    builder.environment().put("LYNCEUS_SECRT", "0123456789abcdef");
    Process process = builder.redirectErrorStream(true).start();

    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).isEqualTo(command.startsWith("status") ? 3 : 2);
    assertThat(said)
        .containsOnlyOnce("LYNCEUS_SECRT has no effect (did you mean LYNCEUS_SECRET?)")
        .doesNotContain("0123456789abcdef");
  }
}
