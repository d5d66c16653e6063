package io.lynceus.master.sources.ffmpeg;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.master.sources.still.FetchFailure;
import java.net.URLEncoder;
import java.util.regex.Pattern;

/** What ffmpeg's last words mean. */
final class FfmpegComplaint {
  private static final Pattern SIGN_IN = Pattern.compile("//[^/\\s]*@");
  private static final Pattern QUERY = Pattern.compile("\\?\\S*");

  private FfmpegComplaint() {}

  /**
   * Why there are no stills.
   *
   * @param exit of ffmpeg; -1 if it could not be started
   * @param complaint its last line; ffmpeg repeats the address with the password in it
   * @param password that must not be shown
   */
  static FetchFailure failure(int exit, String complaint, String password) {
    if (exit < 0) {
      return FetchFailure.failed(
          "ffmpeg cannot be started: install it (apt-get install ffmpeg), so that it is in the PATH"
              + " of the master");
    }
    if (complaint.contains("401 Unauthorized")) {
      return FetchFailure.unauthorised("it refuses the user, or the password in the password-file");
    }
    if (complaint.contains("403 Forbidden")) {
      return FetchFailure.unauthorised("it answers 403 Forbidden: may the user see this?");
    }
    String said = complaint.isEmpty() ? "nothing" : "'" + shown(complaint, password) + "'";
    return FetchFailure.failed(
        "ffmpeg has ended with exit code %d and said %s: check the url".formatted(exit, said));
  }

  private static String shown(String complaint, String password) {
    String text = SIGN_IN.matcher(complaint).replaceAll("//");
    text = QUERY.matcher(text).replaceAll("?…");
    if (!password.isEmpty()) {
      text = text.replace(password, "***");
      text = text.replace(URLEncoder.encode(password, UTF_8).replace("+", "%20"), "***");
    }
    return text;
  }
}
