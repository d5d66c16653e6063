package io.lynceus.slave.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Analysis;
import io.lynceus.model.Findings;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlaveMetricsTest {
  private static final Findings NOTHING = Findings.ofPoints(List.of());

  private final SlaveMetrics metrics = new SlaveMetrics("1.2");

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void unitsAreCountedByWhatBecameOfThem() {
    metrics.reported(Analysis.CORNERS, new UnitStarted(1));
    metrics.reported(Analysis.CORNERS, done(Duration.ofMillis(8), Duration.ofMillis(40)));
    metrics.reported(Analysis.CORNERS, done(Duration.ZERO, Duration.ofMillis(20)));
    metrics.reported(Analysis.FACES, new UnitFailed(3, FailureReason.REFUSED, "full"));

    assertThat(metrics.page().lines())
        .contains("lynceus_slave_units_total{analysis=\"corners\",outcome=\"ok\"} 2.0")
        .contains("lynceus_slave_units_total{analysis=\"faces\",outcome=\"refused\"} 1.0")
        .contains("lynceus_slave_units_total{analysis=\"faces\",outcome=\"ok\"} 0.0")
        .contains("lynceus_slave_run_seconds_sum{analysis=\"corners\"} 0.06")
        .contains("lynceus_slave_decode_seconds_count 1")
        .contains("lynceus_slave_decode_seconds_sum 0.008");
  }

  private static UnitDone done(Duration decode, Duration run) {
    return new UnitDone(1, NOTHING, new UnitTiming(decode, run));
  }

  @Test
  void theProcessTellsOfItself() {
    metrics.received(1000);
    assertThat(metrics.page().lines())
        .contains("lynceus_slave_received_bytes_total 1000.0")
        .contains("lynceus_build_info{version=\"1.2\"} 1")
        .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
        .anyMatch(line -> line.startsWith("jvm_threads_live_threads "))
        .anyMatch(line -> line.startsWith("process_cpu_usage "))
        .anyMatch(line -> line.matches("process_resident_memory_bytes [1-9].*"));
  }
}
