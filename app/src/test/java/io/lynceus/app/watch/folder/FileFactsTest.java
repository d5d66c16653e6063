package io.lynceus.app.watch.folder;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.watch.AnsweringMaster;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FileFactsTest {
  @Test
  void aPictureIsWholeFromItsLastByteOn() {
    byte[] picture = AnsweringMaster.picture(1);
    for (int length = 0; length < picture.length; length++) {
      assertThat(FileFacts.of(Arrays.copyOf(picture, length)).whole()).as("%d", length).isFalse();
    }
    assertThat(FileFacts.of(picture).whole()).isTrue();
    assertThat(FileFacts.of(Arrays.copyOf(picture, picture.length + 9)).whole()).isTrue();
    assertThat(FileFacts.of(picture).timed()).isFalse();
  }

  @Test
  void theHashIsThatOfAllBytes() {
    FileFacts facts = FileFacts.of("abc".getBytes(US_ASCII));
    assertThat(facts.sha256())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(facts.whole()).isFalse();
  }
}
