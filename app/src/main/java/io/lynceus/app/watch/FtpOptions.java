package io.lynceus.app.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Display;
import io.lynceus.app.cli.NearestCamera;
import io.lynceus.app.cli.Text;
import io.lynceus.app.watch.folder.FileFacts;
import io.lynceus.app.watch.folder.WatchNotes;
import io.lynceus.app.watch.ftp.FtpConfig;
import io.lynceus.app.watch.ftp.FtpServer;
import io.lynceus.app.watch.ftp.FtpUsers;
import io.lynceus.app.watch.ftp.PictureTaker;
import io.lynceus.common.port.AddressText;
import io.lynceus.common.tls.ServerTls;
import io.lynceus.common.tls.TlsFiles;
import io.lynceus.model.Camera;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code watch} for cameras that upload by FTP. */
final class FtpOptions {
  private static final Pattern ADDRESS = Pattern.compile("(?:(.+):)?(\\d{1,5})");
  private static final Pattern RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");
  private static final int CONNECTIONS = 256;
  private static final int PER_ADDRESS = 16;
  private static final int LEAST_RATE = 1024;
  private static final Duration IDLE = Duration.ofMinutes(10);
  private static final Duration STALL = Duration.ofSeconds(30);

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling anything else
  private CommandSpec command;

  @Option(
      names = "--ftp",
      paramLabel = "[HOST:]PORT",
      description =
          "Take uploads by FTP there; without HOST only from this machine, 0.0.0.0 is every IPv4"
              + " address. Needs --ftp-users.")
  private @Nullable String address;

  @Option(
      names = "--ftp-users",
      paramLabel = "FILE",
      description =
          "Who may upload: a line USER:HASH:CAMERA for each, which --ftp-add writes. A change"
              + " counts at once.")
  private @Nullable Path users;

  @Option(
      names = "--ftp-add",
      paramLabel = "USER",
      description =
          "Add a user to the file, or give one another password, and end. The password is asked"
              + " for, or read from standard input; the camera is --camera, or named as the user.")
  private @Nullable String added;

  @Option(
      names = "--ftp-passive",
      paramLabel = "FROM-TO",
      description = "The ports that clients send their data to (default: any free one).")
  private @Nullable String passive;

  @Option(
      names = "--ftp-address",
      paramLabel = "ADDRESS",
      description =
          "The IPv4 address that clients are told for their data, behind NAT and in containers"
              + " (default: the one that they have connected to).")
  private @Nullable String told;

  @Option(
      names = "--ftp-certificate",
      paramLabel = "FILE",
      description = "Offer TLS (AUTH TLS) with this certificate, PEM.")
  private String certificate = "";

  @Option(names = "--ftp-key", paramLabel = "FILE", description = "Its private key, PEM, PKCS #8.")
  private String key = "";

  @Option(
      names = "--ftp-require-tls",
      description = "Take neither passwords nor pictures without TLS.")
  private boolean requireTls;

  boolean isWanted() {
    return address != null;
  }

  boolean addsUser() {
    return added != null;
  }

  /** Adds a user. Returns a line about it. */
  String addUser(Optional<String> named) throws CommandException {
    String user = added;
    if (users == null || user == null) {
      throw usage("--ftp-add needs --ftp-users FILE, which it writes");
    }
    try {
      Camera camera =
          named
              .map(Camera::new)
              .or(() -> NearestCamera.of(user))
              .orElseThrow(() -> new IllegalArgumentException("name the camera by --camera"));
      FtpUsers.add(users, user, camera, readPassword());
      return Text.shown(user) + " may upload the pictures of the camera " + camera;
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new CommandException(CommandException.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /** Not from the command line, which all users of the machine can read. */
  @SuppressWarnings("SystemConsoleNull") // it is null with Java 17 where there is no terminal
  private static String readPassword() throws IOException {
    Console console = System.console();
    if (console != null && Display.canAsk()) {
      char[] password = console.readPassword("password: ");
      return password == null ? "" : new String(password);
    }
    String line = new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
    return line == null ? "" : line;
  }

  /** Starts the server, if it is wanted; closing what is returned ends it. */
  Closeable start(PictureTaker taker, WatchNotes notes) throws CommandException, IOException {
    if (address == null) {
      if (users != null
          || passive != null
          || told != null
          || requireTls
          || !certificate.isEmpty()) {
        throw usage("--ftp-… needs --ftp PORT, where cameras connect to");
      }
      return () -> {};
    }
    if (users == null) {
      throw usage("--ftp needs --ftp-users FILE: nobody may upload without a password");
    }
    FtpServer server =
        FtpServer.start(
            config(),
            FtpUsers.open(users, text -> notes.trouble("ftp users", text)),
            taker,
            text -> notes.trouble("ftp", text));
    notes.say("listening ftp=" + AddressText.of(server.address()));
    return server;
  }

  private FtpConfig config() throws CommandException, IOException {
    Matcher at = ADDRESS.matcher(String.valueOf(address));
    if (!at.matches() || Integer.parseInt(at.group(2)) > 65_535) {
      throw usage("--ftp is PORT or HOST:PORT, such as 2121 or 10.0.0.5:2121, not " + address);
    }
    String host = at.group(1) == null ? "127.0.0.1" : at.group(1).replaceAll("^\\[|]$", "");
    Optional<ServerTls> tls = tls();
    if (requireTls && tls.isEmpty()) {
      throw usage("--ftp-require-tls needs --ftp-certificate and --ftp-key");
    }
    long held = Runtime.getRuntime().maxMemory() / 2;
    return new FtpConfig(
        host,
        Integer.parseInt(at.group(2)),
        passivePorts(),
        tls,
        requireTls,
        new FtpConfig.Bounds(
            CONNECTIONS,
            PER_ADDRESS,
            (int) Math.min(FileFacts.MOST_BYTES, held / 4),
            held,
            IDLE,
            STALL,
            LEAST_RATE));
  }

  private FtpConfig.Passive passivePorts() {
    Optional<InetAddress> announced = Optional.empty();
    try {
      if (told != null) {
        announced = Optional.of(InetAddress.getByName(told));
      }
      if (passive == null) {
        return new FtpConfig.Passive(0, 0, announced);
      }
      Matcher range = RANGE.matcher(passive);
      if (!range.matches()) {
        throw new IllegalArgumentException("--ftp-passive is FROM-TO, such as 50000-50100");
      }
      return new FtpConfig.Passive(
          Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)), announced);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    } catch (UnknownHostException e) {
      throw usage("--ftp-address is an address, not " + told);
    }
  }

  private Optional<ServerTls> tls() throws IOException {
    try {
      TlsFiles files = TlsFiles.of("--ftp-", certificate, key, "");
      return files.isEmpty()
          ? Optional.empty()
          : Optional.of(ServerTls.open(files, ServerTls.SINCE_TLS_1_2));
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
