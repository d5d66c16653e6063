package io.lynceus.slave.metrics;

import io.lynceus.common.metrics.ProcessMetrics;
import io.lynceus.model.Analysis;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The meters of one analysis on a slave, all there from the beginning. */
final class UnitMeters {
  private final Counter done;
  private final Map<FailureReason, Counter> failed = new EnumMap<>(FailureReason.class);
  private final Counter died;
  private final Timer run;
  private final Timer decode;

  UnitMeters(MeterRegistry registry, Analysis analysis) {
    done = counter(registry, analysis, "ok");
    for (FailureReason reason : FailureReason.values()) {
      failed.put(reason, counter(registry, analysis, reason.name().toLowerCase(Locale.ROOT)));
    }
    died = counter(registry, analysis, "died");
    run =
        ProcessMetrics.histogram("lynceus.slave.run", "Time of an analysis, without decoding")
            .tag("analysis", analysis.key())
            .register(registry);
    decode =
        ProcessMetrics.histogram("lynceus.slave.decode", "Time of decoding an image")
            .register(registry);
  }

  private static Counter counter(MeterRegistry registry, Analysis analysis, String outcome) {
    return Counter.builder("lynceus.slave.units")
        .description("Work units by their outcome; refused ones go to another slave")
        .tags("analysis", analysis.key(), "outcome", outcome)
        .register(registry);
  }

  void done(UnitTiming timing) {
    done.increment();
    run.record(timing.run());
    if (!timing.decode().isZero()) {
      decode.record(timing.decode());
    }
  }

  /** It ran in a JVM of its own, which died. */
  void died() {
    died.increment();
  }

  void failed(FailureReason reason) {
    Counter counter = failed.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }
}
