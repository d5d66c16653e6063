package io.lynceus.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class OptionValuesTest {
  @ParameterizedTest
  @CsvSource({"500ms, PT0.5S", "10s, PT10S", "0, PT0S", "0s, PT0S"})
  void aTimeIsANumberWithItsUnit(String text, Duration time) {
    assertThat(new OptionValues.Time().convert(text)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "500", "000"})
  void aNumberAloneIsAskedAbout(String text) {
    assertThatThrownBy(() -> new OptionValues.Time().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'%s' has no unit: did you mean %ss, or %sms?", text, text, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "", "-5s", "5 s", "5m", "1234567890s"})
  void whatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(() -> new OptionValues.Time().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("such as 500ms or 10s");
  }
}
