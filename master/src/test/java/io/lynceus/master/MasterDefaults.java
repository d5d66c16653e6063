package io.lynceus.master;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.lynceus.master.dispatch.DispatchConfig;
import io.lynceus.master.gateway.GatewayConfig;
import io.lynceus.master.slaves.SlavesPortConfig;

/** The defaults of {@code config/master.conf}, with a secret, as the parts of a master get them. */
public final class MasterDefaults {
  /** With every key that a master needs. */
  public static final Config SETTINGS =
      MasterConfig.defaults()
          .withValue("secret", ConfigValueFactory.fromAnyRef("0123456789abcdef"));

  private static final MasterConfig PARTS = MasterConfig.from(SETTINGS);
  public static final DispatchConfig DISPATCH = PARTS.dispatch();
  public static final GatewayConfig GATEWAY = PARTS.gateway();
  public static final SlavesPortConfig SLAVES = PARTS.slaves();

  private MasterDefaults() {}
}
