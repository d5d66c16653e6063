package io.lynceus.master.gateway;

import io.lynceus.common.metrics.ResidentMemory;
import io.lynceus.common.tls.ServerTls;
import io.lynceus.master.cameras.Cameras;
import io.lynceus.master.dispatch.TaskIntake;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.MasterMemory;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * What the connections of all client ports share.
 *
 * @param beside adds to the state of the cluster what dispatch does not know: how the store and the
 *     MQTT broker are; any thread asks
 */
public record Gateway(
    GatewayConfig config,
    TaskIntake intake,
    ImageAdmission admission,
    HeldMemory held,
    ClientConnections connections,
    Access access,
    UnaryOperator<ClusterStatus> beside) {

  /** A parser of what clients ask. */
  public AskParser parser() {
    return new AskParser(intake::catalog, cameras()::refusal);
  }

  /**
   * What clients need to use the ports.
   *
   * @param token must come first, if it is set
   * @param tls must be spoken, if it is set
   * @param ports that there are
   * @param wrongTokens slows down those who guess it
   */
  public record Access(
      AccessToken token, Optional<ServerTls> tls, ClientPorts ports, WrongTokens wrongTokens) {}

  /** A gateway without TLS. */
  public static Gateway of(GatewayConfig config, TaskIntake intake) {
    return of(config, intake, Optional.empty(), new ClientPorts(), Cameras.none());
  }

  /** A gateway without a store. */
  public static Gateway of(
      GatewayConfig config,
      TaskIntake intake,
      Optional<ServerTls> tls,
      ClientPorts ports,
      Cameras cameras) {
    return of(config, intake, tls, ports, cameras, UnaryOperator.identity());
  }

  /**
   * A gateway with its own memory for images.
   *
   * @param config of the task port; its limits hold for all client ports
   * @param tls if clients must speak it
   * @param ports told which ports listen, and asked for them
   * @param cameras say what is asked of their stills, and whether they are taken
   * @param beside adds to the state of the cluster what dispatch does not know
   */
  public static Gateway of(
      GatewayConfig config,
      TaskIntake intake,
      Optional<ServerTls> tls,
      ClientPorts ports,
      Cameras cameras,
      UnaryOperator<ClusterStatus> beside) {
    HeldMemory held =
        new HeldMemory(
            config.limits().imageBytes(), config.timeouts().leastRate(), System::nanoTime);
    return new Gateway(
        config,
        intake,
        new ImageAdmission(intake, InstantSource.system(), ZoneId.systemDefault(), cameras),
        held,
        new ClientConnections(config.limits(), held, System::nanoTime),
        new Access(new AccessToken(config.tokens()), tls, ports, new WrongTokens(System::nanoTime)),
        beside);
  }

  /** The cameras of the master. */
  public Cameras cameras() {
    return admission.cameras();
  }

  public AccessToken token() {
    return access.token();
  }

  public WrongTokens wrongTokens() {
    return access.wrongTokens();
  }

  public ClientPorts ports() {
    return access.ports();
  }

  public Optional<ServerTls> tls() {
    return access.tls();
  }

  /** {@link #status(Duration)} with the default target of the estimate, 1 s. */
  public CompletableFuture<ClusterStatus> status() {
    return status(Sizing.DEFAULT_WAIT);
  }

  /**
   * The state of the cluster; completed by the dispatch thread.
   *
   * @param wait the estimate of slaves is for 95 % of the images waiting less than this
   */
  public CompletableFuture<ClusterStatus> status(Duration wait) {
    return intake.status().thenApply(status -> completed(status, wait));
  }

  /** As {@link TaskIntake#drain}; the state has what {@link #status()} has. */
  public CompletableFuture<Optional<ClusterStatus>> drain(String slave, boolean draining) {
    return intake
        .drain(slave, draining)
        .thenApply(found -> found.map(status -> completed(status, Sizing.DEFAULT_WAIT)));
  }

  private ClusterStatus completed(ClusterStatus status, Duration wait) {
    ClusterStatus told = status.withMemory(memory(), admission.passedOver().told());
    return estimated(beside.apply(told), wait);
  }

  /** The same state with the estimate for another wait. */
  public static ClusterStatus estimated(ClusterStatus status, Duration wait) {
    return status.withEstimate(Sizing.of(status, wait));
  }

  private MasterMemory memory() {
    Runtime jvm = Runtime.getRuntime();
    return new MasterMemory(
        new ResidentMemory().bytes(),
        jvm.totalMemory() - jvm.freeMemory(),
        jvm.maxMemory(),
        held.taken(),
        config.limits().imageBytes());
  }
}
