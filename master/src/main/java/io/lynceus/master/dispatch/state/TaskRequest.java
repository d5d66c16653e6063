package io.lynceus.master.dispatch.state;

import io.lynceus.model.Analysis;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.UnitOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * An image that a gateway has received whole and found to be in order.
 *
 * @param name the client's name for it
 * @param file the image file, from position to limit; not changed by anyone from now on
 * @param analyses what to look for, at least one
 * @param deadline how long after its submission the reply is due at the latest; empty means the
 *     setting {@code limits.deadline}, which also caps it
 * @param id the client's, for one image and its resubmissions; printable and short
 */
public record TaskRequest(
    Optional<String> name,
    ImageInfo image,
    ByteBuffer file,
    Set<Analysis> analyses,
    UnitOptions options,
    Optional<Duration> deadline,
    Optional<String> id) {
  public TaskRequest {
    analyses = Set.copyOf(analyses);
    if (analyses.isEmpty()) {
      throw new IllegalArgumentException("a task has at least one analysis");
    }
  }
}
