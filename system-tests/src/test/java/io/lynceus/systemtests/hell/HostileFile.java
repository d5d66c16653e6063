package io.lynceus.systemtests.hell;

import io.lynceus.model.Reply;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Status;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A file that its maker hopes will do harm, and what may become of it. Immutable. */
final class HostileFile {
  private static final Set<String> ALL =
      Stream.concat(
              Stream.of("complete", "partial"),
              Arrays.stream(RejectionCode.values())
                  .filter(code -> code != RejectionCode.BUSY)
                  .map(RejectionCode::name))
          .collect(Collectors.toUnmodifiableSet());

  private final String name;
  private final byte[] bytes;
  private final Set<String> answers;
  private final Set<String> bareAnswers;
  private final boolean restFollows;

  private HostileFile(
      String name,
      byte[] bytes,
      Set<String> answers,
      Set<String> bareAnswers,
      boolean restFollows) {
    this.name = name;
    this.bytes = bytes;
    this.answers = answers;
    this.bareAnswers = bareAnswers;
    this.restFollows = restFollows;
  }

  String name() {
    return name;
  }

  byte[] bytes() {
    return bytes;
  }

  /**
   * {@code complete}, {@code partial} or codes of rejection: what may be answered where the file's
   * size is known.
   */
  Set<String> answers() {
    return answers;
  }

  /** The same where its end has to be found, for the first line. */
  Set<String> bareAnswers() {
    return bareAnswers;
  }

  /** Whether lines may follow the first when it comes bare, as bytes follow its end. */
  boolean restFollows() {
    return restFollows;
  }

  /** One that is analysed like any other. */
  static HostileFile complete(String name, byte[] bytes) {
    return of(name, bytes, Set.of("complete"));
  }

  /** One whose header is in order; whether its picture is, decoders may judge differently. */
  static HostileFile letIn(String name, byte[] bytes) {
    return of(name, bytes, Set.of("complete", RejectionCode.CORRUPT.name()));
  }

  static HostileFile refused(String name, RejectionCode code, byte[] bytes) {
    return of(name, bytes, Set.of(code.name()));
  }

  static HostileFile corrupt(String name, byte[] bytes) {
    return refused(name, RejectionCode.CORRUPT, bytes);
  }

  static HostileFile truncated(String name, byte[] bytes) {
    return refused(name, RejectionCode.TRUNCATED, bytes);
  }

  static HostileFile tooManyPixels(String name, byte[] bytes) {
    return refused(name, RejectionCode.TOO_MANY_PIXELS, bytes);
  }

  static HostileFile unsupported(String name, byte[] bytes) {
    return refused(name, RejectionCode.UNSUPPORTED_FORMAT, bytes);
  }

  /** Damage by chance: any answer will do, but one there has to be. */
  static HostileFile answered(String name, byte[] bytes) {
    return of(name, bytes, ALL).withRest();
  }

  private static HostileFile of(String name, byte[] bytes, Set<String> answers) {
    return new HostileFile(name, bytes, answers, answers, false);
  }

  /** The same, with bytes behind the end that is found when it comes bare. */
  HostileFile withRest() {
    return new HostileFile(name, bytes, answers, bareAnswers, true);
  }

  /** The same, answered otherwise when it comes bare. */
  HostileFile bare(RejectionCode code) {
    return new HostileFile(name, bytes, answers, Set.of(code.name()), restFollows);
  }

  /** In the words of {@link #answers}. */
  static String answerOf(Reply reply) {
    if (reply.status() == Status.REJECTED) {
      return reply.rejection().orElseThrow().code().name();
    }
    return reply.status() == Status.COMPLETE ? "complete" : "partial";
  }

  @Override
  public String toString() {
    return name + " (" + bytes.length + " bytes)";
  }
}
