package io.lynceus.master.gateway;

import io.lynceus.master.dispatch.TaskIntake;

/** What all connections of the clients' ports share. */
public record Gateway(
    GatewayConfig config,
    TaskIntake intake,
    ImageAdmission admission,
    ByteBudget budget,
    Seats seats,
    AccessToken token) {

  /**
   * With a budget of its own for the bytes of images.
   *
   * @param config of the task port, whose limits hold for all
   */
  public static Gateway of(GatewayConfig config, TaskIntake intake) {
    Seats seats = new Seats(config.limits(), System::nanoTime);
    return new Gateway(
        config,
        intake,
        new ImageAdmission(intake, config.images()),
        new ByteBudget(config.limits().imageBytes(), seats::shed),
        seats,
        new AccessToken(config.token()));
  }

  /** The decoder of a new connection. */
  ItemDecoder newDecoder() {
    return new ItemDecoder(new Reception(config.images(), budget, token));
  }
}
