package io.lynceus.systemtests.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which tests are stories: mvn verify leaves them out, the gate runs them. */
class StoriesTest {
  private static final String TAG = "@Tag(\"story\")";
  private static final String BESIDE = "@Tag(\"beside\")";

  @Test
  void aTestOfAClusterUnderFaultsStrangersOrHostileFilesIsAStory() {
    List<Path> stories =
        Sources.testFiles().stream()
            .filter(file -> file.toString().matches(".*/systemtests/(fault|net|hell)/.*IT\\.java"))
            .toList();
    assertThat(stories).isNotEmpty();
    assertThat(stories).allSatisfy(file -> assertThat(file).content().contains(TAG));
  }

  /** Surefire has no tags: a story by another name would run with the unit tests. */
  @Test
  void aStoryIsAnIntegrationTest() {
    assertThat(Sources.testFiles())
        .filteredOn(file -> !file.endsWith("StoriesTest.java"))
        .allSatisfy(
            file -> {
              if (!file.toString().endsWith("IT.java")) {
                assertThat(file).content().doesNotContain(TAG);
              }
            });
  }

  /** Two of them run at once: what one measures would depend on the other. */
  @Test
  void aStoryThatRunsBesideAnotherMeasuresNoTime() {
    List<String> beside =
        Sources.testFiles().stream()
            .filter(file -> !file.endsWith("StoriesTest.java"))
            .map(Sources::text)
            .filter(text -> text.contains(BESIDE))
            .toList();
    assertThat(beside)
        .isNotEmpty()
        .allSatisfy(text -> assertThat(text).contains(TAG).doesNotContain("nanoTime"));
  }
}
