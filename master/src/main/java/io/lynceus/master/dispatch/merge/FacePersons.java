package io.lynceus.master.dispatch.merge;

import io.lynceus.master.dispatch.state.WorkUnit.UnitEnd;
import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.identity.Identity;
import io.lynceus.model.people.SeenFace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings whose faces they are from the findings of {@code embedding} to those of {@code faces}, and
 * leaves nothing else of them but the network's name: vectors leave the master in no reply. A face
 * that does not count, by the camera's rules, gets nobody's name.
 */
public final class FacePersons {
  private FacePersons() {}

  /**
   * Changes the ends.
   *
   * @param ends of the analyses; marked by the camera's rules
   * @param keepVectors for a request of the master itself, which goes to no client
   */
  public static void bring(Map<Analysis, UnitEnd> ends, boolean keepVectors) {
    @Nullable UnitEnd seen = ends.get(SeenFace.ANALYSIS);
    Optional<Findings> found = Optional.ofNullable(seen).flatMap(end -> end.reply().findings());
    if (seen == null || found.isEmpty()) {
      return;
    }
    Map<Box, Identity> persons = new HashMap<>();
    for (Detection face : found.get().boxes()) {
      face.marks().person().ifPresent(person -> persons.putIfAbsent(face.box(), person));
    }
    ends.computeIfPresent(
        Analysis.FACES,
        (analysis, end) ->
            end.reply()
                .findings()
                .map(faces -> end.withReply(UnitReply.ok(named(faces, persons))))
                .orElse(end));
    if (!keepVectors) {
      Findings rest = Findings.NONE.withModel(found.get().model());
      ends.put(SeenFace.ANALYSIS, seen.withReply(UnitReply.ok(rest)));
    }
  }

  private static Findings named(Findings faces, Map<Box, Identity> persons) {
    List<Detection> named =
        faces.boxes().stream()
            .map(
                face -> {
                  @Nullable Identity person = persons.get(face.box());
                  return person == null || !face.marks().count()
                      ? face
                      : face.withMarks(face.marks().withPerson(person));
                })
            .toList();
    return faces.withDetections(named);
  }
}
