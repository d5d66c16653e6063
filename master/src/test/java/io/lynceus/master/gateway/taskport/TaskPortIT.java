package io.lynceus.master.gateway.taskport;

import static io.lynceus.master.gateway.SampleImages.BMP;
import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.GatewayConfig;
import io.lynceus.master.gateway.SampleImages;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Status;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TaskPortIT extends TaskPortFixture {
  @Test
  void aHalfCloseEndsTheConnectionAfterTheLastReply() throws Exception {
    Client client = connect(start(atOnce, Optional.empty()));
    client.send(JPEG, PNG, BMP).halfClose();

    assertThat(client.rest()).hasSize(3);
  }

  @Test
  void imagesOfMegabytesAreAccepted() throws Exception {
    byte[] large = SampleImages.encoded("bmp", 1000, 700);
    assertThat(large).hasSizeGreaterThan(2_000_000);
    Client client = connect(start(atOnce, Optional.empty()));
    for (int i = 0; i < 10; i++) {
      client.send(large);
    }
    client.halfClose();

    assertThat(client.rest()).hasSize(10).allMatch(line -> line.contains("\"complete\""));
    assertThat(atOnce.tasks.get(9).request().file().remaining()).isEqualTo(large.length);
  }

  @Test
  void theTokenOpensThePort() throws Exception {
    Client client = connect(start(atOnce, Optional.of("a-clients-token-1")));
    client.send("AUTH a-clients-token-1\n").send(JPEG).halfClose();

    assertThat(client.rest()).hasSize(1).first().asString().contains("\"complete\"");
  }

  @Test
  void aResetCancelsTheTasks() throws Exception {
    Client client = connect(start(onDemand, Optional.empty()));
    client.send(JPEG, PNG);
    await().until(() -> onDemand.tasks.size() == 2);
    client.socket.setSoLinger(true, 0);
    client.close();

    await().until(() -> onDemand.cancelled.get() == 2);
  }

  @Test
  void closingThePortDeliversTheRepliesThatAreDue() throws Exception {
    TaskPort port = start(onDemand, Optional.empty());
    Client client = connect(port);
    Client quiet = connect(port);
    client.send(JPEG, Arrays.copyOf(PNG, 60));
    quiet.send("STREAM\nPING\n");
    quiet.line();
    await().until(() -> onDemand.tasks.size() == 1);

    CompletableFuture<Void> closed = CompletableFuture.runAsync(port::close);
    assertThat(quiet.rest()).isEmpty();
    assertThat(closed).isNotDone();
    onDemand.tasks.get(0).reply();

    assertThat(client.reply().status()).isEqualTo(Status.COMPLETE);
    assertThat(client.reply().rejection().orElseThrow().code())
        .isEqualTo(RejectionCode.SHUTTING_DOWN);
    assertThat(client.rest()).isEmpty();
    closed.join();
    assertThatThrownBy(() -> connect(port)).isInstanceOf(IOException.class);
  }

  @Test
  void aPortInUseIsNamedInTheError() throws Exception {
    int taken = start(atOnce, Optional.empty()).address().getPort();
    GatewayConfig config =
        new GatewayConfig(
            "127.0.0.1",
            taken,
            GatewayConfig.Tokens.NONE,
            MasterDefaults.GATEWAY.images(),
            MasterDefaults.GATEWAY.limits(),
            TIMEOUTS);

    assertThatThrownBy(() -> TaskPort.open(Gateway.of(config, atOnce)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tasks.port")
        .hasMessageContaining(Integer.toString(taken));
  }
}
