package io.lynceus.app.watch.ftp;

import static java.util.Map.entry;

import io.lynceus.common.port.ConnectionLimit.Permit;
import io.lynceus.common.tls.ServerTls;
import io.lynceus.master.gateway.access.SignInLimit;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client of the FTP server (RFC 959, 2389, 2428, 3659, 4217), served by one thread. Folders
 * need not be made, and are all there: cameras make them and change into them before they upload.
 */
final class FtpSession implements Runnable {
  /** Wrong commands in a row that end the connection. */
  private static final int MOST_FAULTS = 30;

  private static final int MOST_WRONG_PASSWORDS = 3;
  private static final Duration WRONG_PASSWORD = Duration.ofSeconds(1);
  private static final Set<String> BEFORE_SIGNING_IN =
      Set.of(
          "USER", "PASS", "AUTH", "PBSZ", "PROT", "FEAT", "SYST", "NOOP", "HELP", "OPTS", "QUIT");

  /** Of RFC 775, which old clients use. */
  private static final Map<String, String> OLD_NAMES =
      Map.of("XPWD", "PWD", "XCWD", "CWD", "XMKD", "MKD", "XRMD", "RMD", "XCUP", "CDUP");

  private static final List<String> FEATURES =
      List.of("EPRT", "EPSV", "REST STREAM", "SIZE", "UTF8");

  private final FtpConfig config;
  private final FtpControl control;
  private final Permit permit;
  private final FtpUsers users;
  private final SignInLimit limit;
  private final FtpState state = new FtpState();
  private final Map<String, FtpCommand> commands = new HashMap<>();
  private @Nullable String name;
  private int wrongPasswords;
  private int faults;
  private boolean over;

  /**
   * @param permit hears what this connection does
   * @param limit of wrong passwords by address
   */
  FtpSession(
      FtpConfig config,
      FtpControl control,
      Permit permit,
      FtpUsers users,
      SignInLimit limit,
      UploadCommandsFactory uploads) {
    this.config = config;
    this.control = control;
    this.permit = permit;
    this.users = users;
    this.limit = limit;
    commands.putAll(uploads.make(state).commands());
    commands.putAll(
        Map.ofEntries(
            entry("USER", this::user),
            entry("PASS", this::password),
            entry("AUTH", this::encrypt),
            entry("PBSZ", argument -> control.reply(200, "PBSZ=0")),
            entry("PROT", this::protect),
            entry("FEAT", argument -> features()),
            entry("QUIT", argument -> quit()),
            entry("PWD", argument -> control.reply(257, quoted(state.folder()))),
            entry("CWD", this::goTo),
            entry("CDUP", argument -> goTo("..")),
            entry("MKD", this::makeFolder),
            entry("RMD", argument -> control.reply(250, "there is nothing in it")),
            entry("TYPE", argument -> control.reply(200, "bytes are taken as they are")),
            entry("MODE", argument -> only("S", argument)),
            entry("STRU", argument -> only("F", argument)),
            entry("SYST", argument -> control.reply(215, "UNIX Type: L8")),
            // 202 sends cameras of Dahua into a loop.
            entry("ALLO", argument -> control.reply(200, "there is room")),
            entry("ACCT", argument -> control.reply(200, "not needed")),
            entry("OPTS", argument -> control.reply(200, "UTF-8 is always on")),
            entry("SITE", argument -> control.reply(200, "without effect")),
            entry("NOOP", argument -> control.reply(200, "OK")),
            entry("ABOR", argument -> control.reply(226, "nothing is under way")),
            entry("STAT", argument -> control.reply(211, "waiting for uploads")),
            entry("HELP", argument -> control.reply(214, "upload pictures by STOR"))));
    OLD_NAMES.forEach(
        (old, known) -> commands.put(old, Objects.requireNonNull(commands.get(known))));
  }

  /** Makes the commands about files, for what this connection has come to. */
  @FunctionalInterface
  interface UploadCommandsFactory {
    UploadCommands make(FtpState state);
  }

  @Override
  public void run() {
    try {
      control.reply(220, "Lynceus takes pictures");
      long end = System.nanoTime() + config.bounds().stall().toNanos();
      while (!over) {
        boolean stranger = state.user().isEmpty();
        long left = end - System.nanoTime();
        if (stranger && left < -config.bounds().stall().toNanos()) {
          throw new SocketTimeoutException("commands that come all the time are no sign-in");
        }
        Duration signIn = Duration.ofNanos(Math.max(0, left));
        String line =
            stranger
                ? control.readLine(signIn, signIn)
                : control.readLine(config.bounds().idle(), config.bounds().stall());
        if (line == null) {
          return;
        }
        permit.received();
        permit.working(!stranger);
        serve(line);
        permit.working(false);
      }
    } catch (SocketTimeoutException e) {
      bye("nothing has come for too long");
    } catch (FtpControl.BadLineException e) {
      bye(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      // The client is gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      bye("this server ends");
    } finally {
      control.close();
    }
  }

  private void bye(String why) {
    try {
      control.reply(421, why);
    } catch (IOException e) {
      // The client is gone.
    }
  }

  private void serve(String line) throws IOException, InterruptedException {
    int space = line.indexOf(' ');
    String verb = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
    String argument = space < 0 ? "" : line.substring(space + 1);
    FtpCommand command = commands.get(verb);
    if (command == null) {
      fault(502, "this command is not known here");
    } else if (state.user().isEmpty() && !BEFORE_SIGNING_IN.contains(verb)) {
      fault(530, "sign in first, by USER and PASS");
    } else {
      try {
        command.run(argument);
        faults = 0;
      } catch (IllegalArgumentException e) {
        fault(501, String.valueOf(e.getMessage()));
      }
    }
  }

  private void fault(int code, String text) throws IOException {
    faults++;
    if (faults >= MOST_FAULTS) {
      over = true;
      control.reply(421, "too many wrong commands");
    } else {
      control.reply(code, text);
    }
  }

  private void user(String argument) throws IOException {
    if (config.requireTls() && !control.isEncrypted()) {
      fault(530, "this server wants TLS: send AUTH TLS first");
      return;
    }
    name = argument;
    control.reply(331, "send the password by PASS");
  }

  private void password(String argument) throws IOException, InterruptedException {
    String who = name;
    name = null;
    if (who == null) {
      fault(503, "send USER first");
      return;
    }
    boolean mayTry = limit.wait(control.client()).isZero();
    Optional<FtpUsers.Entry> entry = users.now(who);
    Optional<FtpUser> user = mayTry ? users.signIn(who, argument) : Optional.empty();
    if (user.isPresent()) {
      state.signedIn(user.get(), () -> users.now(who).equals(entry));
      control.reply(230, "welcome");
      return;
    }
    if (mayTry) { // else a camera that goes on trying would never be let in again
      limit.failed(control.client());
    }
    Thread.sleep(WRONG_PASSWORD.toMillis());
    wrongPasswords++;
    over = wrongPasswords >= MOST_WRONG_PASSWORDS;
    control.reply(over ? 421 : 530, "user or password is wrong, or was wrong too often");
  }

  private void encrypt(String argument) throws IOException {
    boolean known = Set.of("TLS", "TLS-C", "SSL").contains(argument.toUpperCase(Locale.ROOT));
    if (config.tls().isEmpty() || !known) {
      fault(config.tls().isEmpty() ? 502 : 504, "there is no such encryption here");
      return;
    }
    if (control.isEncrypted()) {
      fault(503, "it is encrypted already");
      return;
    }
    control.reply(234, "begin with TLS");
    control.encrypt(config.tls().get(), ServerTls.LIMIT);
    name = null;
  }

  private void protect(String argument) throws IOException {
    if (!control.isEncrypted()) {
      fault(503, "send AUTH TLS first");
    } else if (argument.equalsIgnoreCase("P")) {
      state.encryptData(true);
      control.reply(200, "data will be encrypted");
    } else if (argument.equalsIgnoreCase("C")) {
      state.encryptData(false);
      control.reply(200, "data will not be encrypted");
    } else {
      fault(536, "PROT is P or C");
    }
  }

  private void features() throws IOException {
    List<String> features = new ArrayList<>(FEATURES);
    if (config.tls().isPresent()) {
      features.addAll(List.of("AUTH TLS", "PBSZ", "PROT"));
    }
    control.replyLines(211, "features", features, "end");
  }

  private void goTo(String argument) throws IOException {
    state.goTo(FtpPath.resolve(state.folder(), argument));
    control.reply(250, "you are in " + quoted(state.folder()));
  }

  private void makeFolder(String argument) throws IOException {
    control.reply(257, quoted(FtpPath.resolve(state.folder(), argument)) + " is there");
  }

  private void only(String value, String argument) throws IOException {
    boolean known = argument.equalsIgnoreCase(value);
    control.reply(known ? 200 : 504, known ? "OK" : "only " + value);
  }

  private void quit() throws IOException {
    over = true;
    control.reply(221, "bye");
  }

  private static String quoted(String path) {
    return "\"" + path.replace("\"", "\"\"") + "\"";
  }
}
