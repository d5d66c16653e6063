package io.lynceus.master.events;

import io.lynceus.master.outlets.GivenReply;
import io.lynceus.model.Analysis;
import io.lynceus.model.AskCheck;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.text.FoldedText;
import io.lynceus.scene.presence.Still;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes of a reply what events need of it. Stateless. */
final class SeenStills {
  private SeenStills() {}

  /**
   * The still.
   *
   * @param now by the master's clock
   * @param hidden whether what the still does not show may be there all the same
   * @return empty if no camera is named, or the image was rejected
   */
  static Optional<Still> of(GivenReply given, Instant now, boolean hidden) {
    Reply reply = given.reply();
    if (reply.still().camera().isEmpty()
        || reply.rejection().isPresent()
        || reply.image().isEmpty()) {
      return Optional.empty();
    }
    ImageInfo image = reply.image().get();
    Optional<List<Still.Found>> found =
        Optional.ofNullable(reply.analyses().get(Analysis.OBJECTS))
            .flatMap(UnitReply::findings)
            .filter(findings -> image.condition().showsWhatIsThere())
            .map(findings -> findings.boxes().stream().map(SeenStills::found).toList());
    return Optional.of(
        new Still(
            reply.id(),
            image.sha256(),
            reply.still().time().map(time -> time.time().toInstant()).orElse(now),
            now,
            found.isPresent() && !hidden,
            looksForPersons(reply),
            asked(given),
            found.orElse(List.of()),
            image.width(),
            image.height()));
  }

  /** Whether there is a count of persons: that of none too. */
  private static boolean looksForPersons(Reply reply) {
    return reply.results().counts().entrySet().stream()
        .filter(count -> FoldedText.of(count.getKey()).equals(Still.PERSON))
        .anyMatch(count -> count.getValue().isPresent());
  }

  private static Set<String> asked(GivenReply given) {
    return given.ask().options().list(AskCheck.LABELS).stream()
        .map(FoldedText::of)
        .collect(Collectors.toSet());
  }

  private static Still.Found found(Detection box) {
    return new Still.Found(
        box.label().orElse("object"),
        box.score(),
        box.box(),
        box.marks().zones(),
        box.marks().count());
  }
}
