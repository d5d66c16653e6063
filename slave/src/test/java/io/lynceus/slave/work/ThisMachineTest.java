package io.lynceus.slave.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.protocol.message.Processors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThisMachineTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0|1", "0-3|4", "0-3,8-11|8", "0,2,4|3", "''|0", "none|0", "3-1|0", "1-|0", "-1|0"})
  void theProcessorsOfAListAreCounted(String ranges, int count) {
    assertThat(ThisMachine.count(ranges + "\n")).isEqualTo(count);
  }

  @Test
  void theNumberOfAMachineIsTheSameForTheSameIdAlone() {
    String id = "4b0cbd84-90a1-4a4e-a1d9-1f5be4cf0f3b";
    assertThat(ThisMachine.number(id + "\n")).isEqualTo(ThisMachine.number(id)).isNotZero();
    assertThat(ThisMachine.number(id.replace('4', '5'))).isNotEqualTo(ThisMachine.number(id));
    assertThat(ThisMachine.number("")).isZero();
  }

  @Test
  void whatItTellsOfThisMachineIsWithinBounds() {
    Processors processors = ThisMachine.processors(7);
    assertThat(processors.own()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(processors.ofMachine()).isGreaterThanOrEqualTo(processors.own());
    assertThat(processors.parallel()).isEqualTo(7);
  }
}
