package io.lynceus.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.spark.ArchiveRun.Sums;
import io.lynceus.spark.RunProgress.State;
import io.lynceus.spark.RunProgress.Total;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunProgressTest {
  private final AtomicLong nanos = new AtomicLong();
  private final RunProgress progress = new RunProgress(nanos::get);

  private static String json(State state) {
    StringWriter text = new StringWriter();
    new RunVoice.Json(new PrintWriter(text, true)).progress(state);
    return text.toString().strip();
  }

  @Test
  void saysNothingOfTheRestBeforeTheFilesAreCounted() {
    nanos.set(TimeUnit.SECONDS.toNanos(2));
    assertThat(json(progress.state()))
        .isEqualTo(
            "{\"progress\":{\"files\":0,\"pictures\":0,\"part\":null,\"ofFiles\":null,"
                + "\"seconds\":2.0000,\"left\":null}}");
  }

  @Test
  void theRestTakesAsLongAsTheWorkUntilNow() {
    progress.passedOver(50, 5_000);
    progress.counted(new Total(100, 10_000));
    progress.written(new Sums(10, 0, 9, 1, 0), 1_000);
    nanos.set(TimeUnit.SECONDS.toNanos(3));

    State state = progress.state();

    assertThat(state.files()).isEqualTo(60);
    assertThat(state.pictures()).isEqualTo(10);
    assertThat(state.part()).hasValue(0.6);
    assertThat(state.secondsLeft()).hasValue(12); // 4 times as much
  }

  @Test
  void aRunThatOnlyPassesOverDoesNotGuess() {
    progress.passedOver(50, 5_000);
    progress.counted(new Total(100, 10_000));
    nanos.set(TimeUnit.SECONDS.toNanos(3));
    assertThat(progress.state().secondsLeft()).isEmpty();
    assertThat(progress.state().part()).hasValue(0.5);
  }

  @Test
  void textForProgramsIsAscii() {
    StringWriter text = new StringWriter();
    new RunVoice.Json(new PrintWriter(text, true)).note("a\"b\\c\nü");
    assertThat(text.toString().strip()).isEqualTo("{\"note\":\"a\\\"b\\\\c\\u000a\\u00fc\"}");
  }
}
