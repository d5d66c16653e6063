package io.lynceus.benchmarks.dispatch;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.lynceus.model.Findings;
import io.lynceus.model.Question;
import io.lynceus.slave.SlaveConfig;
import io.lynceus.slave.SlaveDaemon;
import io.lynceus.slave.confinement.ConfinedMain;
import io.lynceus.vision.analyzer.Analyzer;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Size;
import java.util.concurrent.CountDownLatch;

/** A normal slave whose analyses return empty findings at once, without decoding. */
final class NoopSlave {
  private NoopSlave() {}

  public static void main(String[] args) throws Exception {
    System.setProperty("lynceus.log.target", "System.out");
    System.setProperty("lynceus.log.level", "INFO");
    SlaveDaemon.start(
        SlaveConfig.from(settings(args), "no-op"),
        (analysis, analyzer) -> new Noop(),
        ConfinedMain.class,
        () -> {});
    new CountDownLatch(1).await();
  }

  /** The settings of the jar, then of the environment, then each {@code --set KEY=VALUE}. */
  private static Config settings(String[] args) {
    Config settings = ConfigFactory.empty();
    for (int i = 0; i + 1 < args.length; i++) {
      if (args[i].equals("--set")) {
        String[] set = args[i + 1].split("=", 2);
        settings = settings.withValue(set[0], ConfigValueFactory.fromAnyRef(set[1]));
      }
    }
    return settings
        .withFallback(ConfigFactory.parseResources("environment-slave.conf").resolve())
        .withFallback(SlaveConfig.defaults())
        .resolve();
  }

  private record Noop() implements Analyzer {
    private static final Findings NOTHING = Findings.NONE.withNumber("pixels", 0);

    @Override
    public long workBytes(Size size) {
      return 0;
    }

    @Override
    public Findings analyze(Picture picture, Question question) {
      return NOTHING;
    }
  }
}
