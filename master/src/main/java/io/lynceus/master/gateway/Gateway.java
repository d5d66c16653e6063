package io.lynceus.master.gateway;

import io.lynceus.master.dispatch.TaskIntake;

/** What all connections of the task port share. */
record Gateway(
    GatewayConfig config,
    TaskIntake intake,
    ImageAdmission admission,
    ByteBudget budget,
    AccessToken token) {

  static Gateway of(GatewayConfig config, TaskIntake intake) {
    return new Gateway(
        config,
        intake,
        new ImageAdmission(intake, config.images()),
        new ByteBudget(config.limits().imageBytes()),
        new AccessToken(config.token()));
  }

  /** The decoder of a new connection. */
  ItemDecoder newDecoder() {
    return new ItemDecoder(new Reception(config.images(), budget, token));
  }
}
