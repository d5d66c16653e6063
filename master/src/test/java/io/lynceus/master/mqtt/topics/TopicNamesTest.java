package io.lynceus.master.mqtt.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.text.FoldedText;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class TopicNamesTest {
  @Example
  void usualLabelsAreWhatTheyAre() {
    assertThat(TopicNames.level("person")).isEqualTo("person");
    assertThat(TopicNames.level("Traffic Light")).isEqualTo("traffic_light");
    assertThat(TopicNames.level("fußgänger")).isEqualTo("fußgänger");
    assertThat(TopicNames.id(List.of("lynceus", "gate", "person")))
        .isEqualTo("lynceus_gate_person");
    assertThat(TopicNames.node("lynceus", "front_door")).isEqualTo("lynceus_front_door");
    assertThat(TopicNames.slug(List.of("lynceus", "front-door", "traffic_light")))
        .isEqualTo("lynceus_front_door_traffic_light");
  }

  @Example
  void reservedLevelsAreNoLabels() {
    for (String word : TopicNames.RESERVED) {
      assertThat(TopicNames.level(word)).isNotEqualTo(word).startsWith(word + "-");
    }
  }

  @Example
  void namesThatLookAlikeHaveOtherIds() {
    assertThat(TopicNames.id(List.of("lynceus", "a_b", "c")))
        .isNotEqualTo(TopicNames.id(List.of("lynceus", "a", "b_c")));
    assertThat(TopicNames.node("lynceus", "a_b")).isNotEqualTo(TopicNames.node("lynceus_a", "b"));
    assertThat(TopicNames.id(List.of("a/b"))).isNotEqualTo(TopicNames.id(List.of("a+b")));
  }

  @Property
  void aLevelIsHarmlessAndShort(@ForAll @StringLength(max = 5000) String label) {
    String level = TopicNames.level(label);
    assertThat(level).isNotEmpty().doesNotContain("+", "#", "/", "\0", " ");
    assertThat(level.codePoints().noneMatch(Character::isISOControl)).isTrue();
    assertThat(level.getBytes(UTF_8).length).isLessThanOrEqualTo(4 * TopicNames.MAX_CHARS + 9);
  }

  @Property
  void labelsThatMeanSomethingElseHaveOtherLevels(
      @ForAll @CharRange(from = ' ', to = 'z') String one,
      @ForAll @CharRange(from = ' ', to = 'z') String other) {
    Assume.that(!FoldedText.of(one).equals(FoldedText.of(other)));
    assertThat(TopicNames.level(one)).isNotEqualTo(TopicNames.level(other));
  }

  @Property
  void anIdHasTheCharactersThatHomeAssistantTakes(
      @ForAll @Size(min = 1, max = 4) List<@StringLength(max = 300) String> parts) {
    assertThat(TopicNames.id(parts)).matches("[a-zA-Z0-9_-]{1,73}|");
    assertThat(TopicNames.node(parts.get(0), "a_b-c")).matches("[a-zA-Z0-9_-]{1,73}");
  }

  @Property
  void otherPartsHaveAnotherId(
      @ForAll @Size(min = 1, max = 3)
          List<@CharRange(from = '_', to = 'c') @StringLength(min = 1, max = 3) String> one,
      @ForAll @Size(min = 1, max = 3)
          List<@CharRange(from = '_', to = 'c') @StringLength(min = 1, max = 3) String> other) {
    Assume.that(!one.equals(other));
    assertThat(TopicNames.id(one)).isNotEqualTo(TopicNames.id(other));
  }
}
