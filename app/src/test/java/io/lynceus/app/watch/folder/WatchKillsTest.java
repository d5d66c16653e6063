package io.lynceus.app.watch.folder;

import static io.lynceus.app.ScriptedMaster.COMPLETE;
import static io.lynceus.app.ScriptedMaster.REJECTED;
import static io.lynceus.app.watch.AnsweringMaster.picture;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that ends between any two changes of the file system loses and doubles nothing. */
@Tag("gate")
@Timeout(300)
class WatchKillsTest {
  @TempDir Path folder;

  /** Ends the world, as a kill does: nothing that follows is executed. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static final class KilledBefore extends ChangesUntil {
    private int left;

    KilledBefore(int changes) {
      left = changes;
    }

    @Override
    void before(String step) {
      if (left-- <= 0) {
        throw new Killed();
      }
    }
  }

  @Test
  void aKillBeforeAnyStepLosesNoFileAndDoublesNone() throws Exception {
    int kills = 0;
    for (WatchRules.After after : List.of(WatchRules.After.MOVE, WatchRules.After.DELETE)) {
      boolean killed = true;
      for (int changes = 0; killed; changes++) {
        killed = isWholeAfterAKill(after, changes);
        kills += killed ? 1 : 0;
      }
    }
    assertThat(kills).as("kills").isGreaterThan(30);
  }

  /** Returns whether there was a kill: else there are no more steps. */
  private boolean isWholeAfterAKill(WatchRules.After after, int changes) throws Exception {
    String name = after + "-" + changes;
    boolean killed = false;
    try (WatchFixture box = new WatchFixture(Files.createDirectory(folder.resolve(name)))) {
      box.after = after;
      box.replies = true;
      box.put("front/snapshot.png", picture(1));
      box.put("back/snapshot.png", picture(2));
      box.put("bad.png", picture(3));
      box.master.answer = command -> command.contains("bad.png") ? REJECTED : COMPLETE;
      box.changes = new KilledBefore(changes);
      box.start();
      try {
        box.untilOnly();
        box.until(() -> !Files.exists(box.inbox.resolve(".lynceus/work/0")));
      } catch (Killed e) {
        killed = true;
      }
      box.changes = FileChanges.REAL;
      box.start();
      box.untilOnly();
      box.until(
          () -> {
            try (var slots = Files.list(box.inbox.resolve(".lynceus/work"))) {
              return slots.findAny().isEmpty();
            }
          });

      List<String> rejected = List.of("rejected/bad.png", "rejected/bad.png.json");
      if (after == WatchRules.After.MOVE) {
        assertThat(box.files("done"))
            .as(name)
            .containsExactly(
                "done/back/snapshot.png",
                "done/back/snapshot.png.json",
                "done/front/snapshot.png",
                "done/front/snapshot.png.json");
      } else {
        assertThat(box.files("done")).as(name).isEmpty();
      }
      assertThat(box.files("rejected")).as(name).isEqualTo(rejected);
      assertThat(box.files("failed")).as(name).isEmpty();
      Set<String> ids = new HashSet<>(box.master.ids());
      assertThat(ids).as(name + ": one id for each picture, however often it was sent").hasSize(3);
    }
    return killed;
  }
}
