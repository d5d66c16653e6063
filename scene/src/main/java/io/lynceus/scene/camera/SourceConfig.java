package io.lynceus.scene.camera;

import io.lynceus.model.settings.Check;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How stills of a camera reach the master.
 *
 * @param kind who takes them from where
 * @param url where they are: {@code http} or {@code https} of snapshots and MJPEG, {@code rtsp} of
 *     RTSP; absent where stills are pushed. Has no user and no password in it
 * @param user for the camera; empty: none
 * @param passwordFile file with the user's password; absent: none
 * @param certificate PEM file with the one certificate that the camera may show, with {@code
 *     https}; absent: one of a public CA, for the host of the URL
 * @param every the time from one still to the next, 100 ms to 1 day
 * @param timeout within which a still has to be there, 100 ms to 5 minutes
 */
public record SourceConfig(
    Kind kind,
    Optional<URI> url,
    String user,
    Optional<Path> passwordFile,
    Optional<Path> certificate,
    Duration every,
    Duration timeout) {
  /** When nothing is set. */
  public static final Duration EVERY = Duration.ofSeconds(2);

  /** When nothing is set. */
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Stills are sent to the master's ports. */
  public static final SourceConfig PUSHED =
      new SourceConfig(
          Kind.PUSH, Optional.empty(), "", Optional.empty(), Optional.empty(), EVERY, TIMEOUT);

  private static final int MAX_URL_CHARS = 2000;
  private static final int MAX_USER_CHARS = 100;

  /** Who takes stills from where. */
  public enum Kind {
    /** The camera, or a program, sends them to one of the master's ports. */
    PUSH,
    /** The master asks for one still after the other. */
    SNAPSHOT("http://CAMERA/snapshot.jpg"),
    /** The master reads a stream of stills over HTTP. */
    MJPEG("http://CAMERA/video.mjpg"),
    /** The master reads a video by a child process. */
    RTSP("rtsp://CAMERA/stream");

    private final String example;

    Kind() {
      this("");
    }

    Kind(String example) {
      this.example = example;
    }

    private List<String> schemes() {
      return switch (this) {
        case PUSH -> List.of();
        case SNAPSHOT, MJPEG -> List.of("http", "https");
        case RTSP -> List.of("rtsp");
      };
    }

    /** As settings and replies write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the key and what it can be
   */
  public SourceConfig {
    if (kind == Kind.PUSH) {
      Check.that(
          url.isEmpty() && user.isEmpty() && passwordFile.isEmpty(),
          "kind",
          "another than push where there is a url, a user or a password-file",
          "push");
    } else {
      checkUrl(kind, url);
    }
    Check.that(
        user.length() <= MAX_USER_CHARS && user.chars().noneMatch(Character::isISOControl),
        "user",
        "at most " + MAX_USER_CHARS + " printable characters",
        user.length() + " characters");
    Check.that(
        passwordFile.isEmpty() || !user.isEmpty(), "user", "set with a password-file", "empty");
    checkCertificate(url, certificate);
    Check.time("every", every, Duration.ofMillis(100), Duration.ofDays(1));
    Check.time("timeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(5));
  }

  /** A camera without a certificate. */
  public SourceConfig(
      Kind kind,
      Optional<URI> url,
      String user,
      Optional<Path> passwordFile,
      Duration every,
      Duration timeout) {
    this(kind, url, user, passwordFile, Optional.empty(), every, timeout);
  }

  private static void checkCertificate(Optional<URI> url, Optional<Path> certificate) {
    boolean https = url.map(URI::getScheme).filter("https"::equalsIgnoreCase).isPresent();
    Check.that(
        certificate.isEmpty() || https, "certificate", "set with an https:// url only", "set here");
  }

  private static void checkUrl(Kind kind, Optional<URI> url) {
    String allowed = "an address such as " + kind.example + " with kind = " + kind.word();
    Check.that(url.isPresent(), "url", allowed, "empty");
    URI address = url.orElseThrow();
    Check.that(
        address.toString().length() <= MAX_URL_CHARS,
        "url",
        "at most " + MAX_URL_CHARS + " characters long",
        address.toString().length());
    // What was given may hold a password, so that it is not repeated.
    Check.that(
        address.getRawUserInfo() == null && !hasUser(address),
        "url",
        "an address without a user: set user and password-file instead",
        "one with a user");
    String scheme = address.getScheme() == null ? "" : address.getScheme();
    Check.that(
        kind != Kind.RTSP || !scheme.equalsIgnoreCase("rtsps"),
        "url",
        "an rtsp:// address with kind = rtsp, in a network of the cameras' own",
        "rtsps://, as ffmpeg would not check the camera's certificate");
    Check.that(
        kind.schemes().contains(scheme.toLowerCase(Locale.ROOT)),
        "url",
        allowed,
        "'" + scheme + ":'");
    Check.that(address.getHost() != null, "url", allowed, "one without a host");
  }

  /** With a host that is no proper name, a URI has its user in the authority only. */
  private static boolean hasUser(URI address) {
    String authority = address.getRawAuthority();
    return authority != null && authority.indexOf('@') >= 0;
  }
}
