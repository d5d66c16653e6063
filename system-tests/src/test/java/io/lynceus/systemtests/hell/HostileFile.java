package io.lynceus.systemtests.hell;

import io.lynceus.model.Reply;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Status;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A hostile file and the replies allowed for it. Immutable. */
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
  private final Set<String> allowed;
  private final Set<String> allowedWithoutSize;
  private final boolean restFollows;

  private HostileFile(
      String name,
      byte[] bytes,
      Set<String> allowed,
      Set<String> allowedWithoutSize,
      boolean restFollows) {
    this.name = name;
    this.bytes = bytes;
    this.allowed = allowed;
    this.allowedWithoutSize = allowedWithoutSize;
    this.restFollows = restFollows;
  }

  String name() {
    return name;
  }

  byte[] bytes() {
    return bytes;
  }

  /**
   * The replies allowed when the file's size is known: {@code complete}, {@code partial} or
   * rejection codes.
   */
  Set<String> allowed() {
    return allowed;
  }

  /** The allowed first replies when the end of the file must be found. */
  Set<String> allowedWithoutSize() {
    return allowedWithoutSize;
  }

  /** In archives, whose files are read as they come like bare ones, but have a known end. */
  Set<String> allowedInArchives() {
    Set<String> both = new HashSet<>(allowed);
    both.addAll(allowedWithoutSize);
    return both;
  }

  /** Whether more replies may follow when the end must be found, because bytes follow it. */
  boolean restFollows() {
    return restFollows;
  }

  /** A file that is analysed like any other. */
  static HostileFile complete(String name, byte[] bytes) {
    return of(name, bytes, Set.of("complete"));
  }

  /**
   * A file with a valid header, whose picture some decoders accept and others do not. Where they
   * find hardly anything of it, its analyses have failed.
   */
  static HostileFile letIn(String name, byte[] bytes) {
    return of(name, bytes, Set.of("complete", "partial", RejectionCode.CORRUPT.name()));
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

  /** Random damage: any one reply is allowed. */
  static HostileFile anyReply(String name, byte[] bytes) {
    return of(name, bytes, ALL).withRest();
  }

  private static HostileFile of(String name, byte[] bytes, Set<String> allowed) {
    return new HostileFile(name, bytes, allowed, allowed, false);
  }

  /** This, with bytes after the end that is found. */
  HostileFile withRest() {
    return new HostileFile(name, bytes, allowed, allowedWithoutSize, true);
  }

  /** This, with other replies allowed when the end must be found. */
  HostileFile bare(RejectionCode code) {
    return new HostileFile(name, bytes, allowed, Set.of(code.name()), restFollows);
  }

  /** The reply, in the words of {@link #allowed}. */
  static String outcomeOf(Reply reply) {
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
