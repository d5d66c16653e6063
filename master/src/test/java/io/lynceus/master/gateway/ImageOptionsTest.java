package io.lynceus.master.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageOptionsTest {

  @ParameterizedTest
  @CsvSource({"500ms,500", "10s,10000", "1500,1500", "1,1", "3600s,3600000"})
  void aDeadlineIsMillisecondsUnlessItSaysSeconds(String value, long millis) throws Exception {
    assertThat(ImageOptions.DEFAULT.with("deadline", value).deadline())
        .contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "deadline;0;from 1ms",
        "deadline;3601s;3600s",
        "deadline;1.5s;such as",
        "deadline;9999999999;such as",
        "analyses;faces,smoke;objects,faces,edges,corners",
        "analyses;,;objects,faces,edges,corners",
        "edges;jpeg;stats or png",
        "min-score;1.01;0 to 1",
        "min-score;NaN;0 to 1",
        "min-score;high;0 to 1",
        "id;a b;printable",
        "id;a\"b;printable",
        "id;a\\b;printable",
        "id;é;printable",
        "color;red;min-score"
      })
  void aRefusalSaysWhatIsAllowed(String key, String value, String told) {
    assertThatThrownBy(() -> ImageOptions.DEFAULT.with(key, value))
        .isInstanceOf(BadCommandException.class)
        .hasMessageContaining(told);
  }

  @Test
  void labelsAreBoundedInNumberAndLength() throws Exception {
    String hundred = "x".repeat(64) + ",y".repeat(99);

    assertThat(ImageOptions.DEFAULT.with("labels", hundred).units().labels()).hasSize(100);
    assertThatThrownBy(() -> ImageOptions.DEFAULT.with("labels", hundred + ",z"))
        .isInstanceOf(BadCommandException.class);
    assertThatThrownBy(() -> ImageOptions.DEFAULT.with("labels", "x".repeat(65)))
        .isInstanceOf(BadCommandException.class);
  }

  @Test
  void anIdIsBounded() throws Exception {
    String longest = "!~".repeat(64);

    assertThat(ImageOptions.DEFAULT.with("id", longest).id()).contains(longest);
    assertThatThrownBy(() -> ImageOptions.DEFAULT.with("id", longest + "x"))
        .isInstanceOf(BadCommandException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "id,1",
    "name,a",
    "analyses,edges",
    "edges,png",
    "labels,person",
    "min-score,0.5",
    "deadline,1s"
  })
  void anEmptyValueIsTheDefault(String key, String value) throws Exception {
    ImageOptions changed = ImageOptions.DEFAULT.with(key, value);

    assertThat(changed).isNotEqualTo(ImageOptions.DEFAULT);
    assertThat(changed.with(key, "")).isEqualTo(ImageOptions.DEFAULT);
  }
}
