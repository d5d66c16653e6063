package io.lynceus.systemtests.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.systemtests.TestImages;
import io.lynceus.systemtests.TestMaster;
import io.lynceus.systemtests.hostile.HandmadeSlave;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console's page Events, from stills to marks, and what it says when there is nothing. */
@Tag("gate")
class EventsBrowserIT extends ConsoleInBrowser {
  @TempDir private Path folder;
  private int sent;

  /** A still of a camera, each later than the one before. */
  private void send(String camera) throws Exception {
    sent++;
    long time = System.currentTimeMillis() - 60_000 + 100L * sent;
    send("", "camera=" + camera + "&time=" + time, TestImages.jpeg(160, 120, sent));
  }

  @Test
  void whatHappensIsReviewed() throws Exception {
    String settings = "store { enabled = true, dir = \"" + folder.resolve("store") + "\" }";
    try (TestMaster master = TestMaster.start(settings);
        HandmadeSlave slave = new HandmadeSlave("s1", master, ConsoleInBrowser::onePerson)) {
      here = addressOf(master);
      await().atMost(PATIENCE).until(slave::isReady);
      browser.open(here + "/#events", 1280, 900, "light");
      soon(() -> assertThat(text("main")).contains("No events yet", "No still has named"));
      assertNoViolations("#events", ".events .empty", 390, "dark");
      send("gate");
      send("gate");
      soon(() -> assertThat(get("", "/v1/events")).contains("\"camera\":\"gate\""));
      soon(() -> assertThat(text(".event")).contains("person", "came", "gate", "there"));
      for (String camera : List.of("yard", "yard", "gate", "gate")) {
        send(camera);
      }
      soon(() -> assertThat(count(".event")).isEqualTo(2));
      assertThat(text(".events h2")).startsWith("Today");

      browser.eval("document.querySelector('.event button').click()");
      soon(() -> assertThat(text("main")).contains("Seen"));
      assertThat(browser.eval("document.querySelectorAll('.event.seen').length").asInt())
          .isEqualTo(1);
      browser.open(here + "/#events?camera=gate", 1280, 900, "light");
      soon(() -> assertThat(count(".event")).isEqualTo(1));
      browser.open(here + "/#events?camera=nowhere", 1280, 900, "light");
      soon(() -> assertThat(text("main")).contains("No event fits"));
      assertNoViolations("#events", ".event", 390, "dark");
      assertNoViolations("#events", ".event", 1280, "light");
      assertThat(browser.eval("document.documentElement.scrollWidth <= innerWidth").asBoolean())
          .isTrue();
    }
  }

  @Test
  void withoutAStoreItSaysWhatToDo() throws Exception {
    try (TestMaster master = TestMaster.start("")) {
      here = addressOf(master);
      browser.open(here + "/#events", 1280, 900, "light");
      soon(() -> assertThat(text("main")).contains("Events are not kept", "store.enabled"));
    }
  }
}
