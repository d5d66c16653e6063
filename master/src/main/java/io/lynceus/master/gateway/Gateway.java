package io.lynceus.master.gateway;

import io.lynceus.common.metrics.ResidentMemory;
import io.lynceus.common.tls.ServerTls;
import io.lynceus.master.dispatch.TaskIntake;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.MasterMemory;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What all connections of the clients' ports share. */
public record Gateway(
    GatewayConfig config,
    TaskIntake intake,
    ImageAdmission admission,
    ByteBudget budget,
    ConnectionLimit seats,
    Access access) {

  /** Reads what clients ask. */
  public AskParser parser() {
    return new AskParser(intake::catalog);
  }

  /**
   * What opens the ports to clients.
   *
   * @param token what they must send first, if it is set
   * @param tls what they must speak, if it is set
   */
  public record Access(AccessToken token, Optional<ServerTls> tls) {}

  /** Without TLS, see the other. */
  public static Gateway of(GatewayConfig config, TaskIntake intake) {
    return of(config, intake, Optional.empty());
  }

  /**
   * With a budget of its own for the bytes of images.
   *
   * @param config of the task port, whose limits hold for all
   * @param tls if clients have to speak it
   */
  public static Gateway of(GatewayConfig config, TaskIntake intake, Optional<ServerTls> tls) {
    ConnectionLimit seats = new ConnectionLimit(config.limits(), System::nanoTime);
    return new Gateway(
        config,
        intake,
        new ImageAdmission(intake, config.images(), InstantSource.system(), ZoneId.systemDefault()),
        new ByteBudget(config.limits().imageBytes(), seats::shed),
        seats,
        new Access(new AccessToken(config.tokens().client(), config.tokens().admin()), tls));
  }

  public AccessToken token() {
    return access.token();
  }

  public Optional<ServerTls> tls() {
    return access.tls();
  }

  /** The state of the cluster; completed by the dispatch thread. */
  public CompletableFuture<ClusterStatus> status() {
    return intake.status().thenApply(status -> status.withMemory(memory()));
  }

  /** As {@link TaskIntake#drain}, with this process's memory in the state. */
  public CompletableFuture<Optional<ClusterStatus>> drain(String slave, boolean draining) {
    return intake
        .drain(slave, draining)
        .thenApply(found -> found.map(status -> status.withMemory(memory())));
  }

  private MasterMemory memory() {
    Runtime jvm = Runtime.getRuntime();
    return new MasterMemory(
        new ResidentMemory().bytes(),
        jvm.totalMemory() - jvm.freeMemory(),
        jvm.maxMemory(),
        budget.taken(),
        config.limits().imageBytes());
  }
}
