package io.lynceus.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PictureConditionTest {
  private static final PictureCondition SOUND = PictureCondition.SOUND;
  private static final PictureCondition UNKNOWN = PictureCondition.damaged(Optional.empty());
  private static final PictureCondition WHOLE = PictureCondition.damaged(Optional.of(1.0));
  private static final PictureCondition HALF = PictureCondition.damaged(Optional.of(0.5));

  @Test
  void onlyADamagedPictureOfWhichAPartIsMissingOrUnknownIsNotWhole() {
    assertThat(SOUND.isWhole()).isTrue();
    assertThat(WHOLE.isWhole()).isTrue();
    assertThat(HALF.isWhole()).isFalse();
    assertThat(UNKNOWN.isWhole()).isFalse();
  }

  @Test
  void ofTwoTheWorseIsBelieved() {
    assertThat(SOUND.and(SOUND)).isEqualTo(SOUND);
    assertThat(SOUND.and(HALF)).isEqualTo(HALF);
    assertThat(HALF.and(SOUND)).isEqualTo(HALF);
    assertThat(HALF.and(WHOLE)).isEqualTo(HALF);
    assertThat(WHOLE.and(UNKNOWN)).isEqualTo(UNKNOWN);
    assertThat(UNKNOWN.and(SOUND)).isEqualTo(UNKNOWN);
  }

  @Test
  void whatOneOfTwoNoticedIsKept() {
    PictureCondition stretched = SOUND.withStretched(Optional.of(new LevelRange(0, 4095)));
    PictureCondition flat = SOUND.withFlat(true);
    assertThat(SOUND.and(stretched).and(flat)).isEqualTo(stretched.withFlat(true));
    assertThat(flat.and(SOUND).showsWhatIsThere()).isFalse();
    assertThat(stretched.and(SOUND).showsWhatIsThere()).isTrue();
    assertThat(HALF.and(stretched).showsWhatIsThere()).isFalse();
  }

  @Test
  void aPartIsZeroToOneAndOfADamagedPicture() {
    for (double part : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> PictureCondition.damaged(Optional.of(part)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new PictureCondition(false, Optional.of(1.0), Optional.empty(), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saysWhenTooLittleIsLeft() {
    assertThat(HALF.tooLittle(0.5)).isEmpty();
    assertThat(HALF.tooLittle(0.51)).hasValueSatisfying(why -> assertThat(why).contains("50 %"));
    assertThat(UNKNOWN.tooLittle(1)).isEmpty();
    assertThat(SOUND.tooLittle(1)).isEmpty();
  }
}
