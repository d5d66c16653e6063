package io.lynceus.benchmarks.dispatch;

import io.lynceus.app.cli.Settings;
import io.lynceus.model.Findings;
import io.lynceus.model.Question;
import io.lynceus.slave.SlaveConfig;
import io.lynceus.slave.SlaveDaemon;
import io.lynceus.slave.confinement.ConfinedMain;
import io.lynceus.vision.analyzer.Analyzer;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Size;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A normal slave whose analyses return empty findings at once, without decoding. Of its arguments
 * it takes each {@code KEY=VALUE}, a setting.
 */
final class NoopSlave {
  private NoopSlave() {}

  public static void main(String[] args) throws Exception {
    System.setProperty("lynceus.log.target", "System.out");
    System.setProperty("lynceus.log.level", "INFO");
    List<String> sets = Arrays.stream(args).filter(argument -> argument.contains("=")).toList();
    SlaveDaemon.start(
        SlaveConfig.from(Settings.load("slave", Optional.empty(), sets), "no-op"),
        (analysis, analyzer) -> new Noop(),
        ConfinedMain.class,
        () -> {});
    new CountDownLatch(1).await();
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
