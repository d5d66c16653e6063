package io.lynceus.app.watch.ftp;

import static java.util.Map.entry;

import io.lynceus.app.watch.folder.FileFacts;
import io.lynceus.app.watch.ftp.PictureTaker.Verdict;
import io.lynceus.common.tls.ServerTls;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The commands about data connections and files. For the thread of its session. */
final class UploadCommands {
  private static final Pattern PORT =
      Pattern.compile("(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3})");
  private static final Pattern EPRT = Pattern.compile("(.)([12])\\1([^|]{2,45}?)\\1(\\d{1,5})\\1");

  private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|[01]?\\d?\\d)";

  /** Of IPv4, or with a colon: neither is ever looked up, as 300.0.0.1 would be. */
  private static final Pattern ADDRESS =
      Pattern.compile(BYTE + "(\\." + BYTE + "){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

  private static final String NOTHING = "no file is kept here";

  private final FtpConfig config;
  private final FtpControl control;
  private final FtpState state;
  private final DataConnection data;
  private final Reception reception;
  private final Sink sink;
  private long rest;
  private @Nullable String renamed;
  private boolean extendedOnly;

  /**
   * Where uploads go.
   *
   * @param taker has them analysed
   * @param shelf what clients may ask for afterwards
   */
  record Sink(PictureTaker taker, UploadShelf shelf) {}

  UploadCommands(
      FtpConfig config,
      FtpControl control,
      FtpState state,
      DataConnection data,
      Reception reception,
      Sink sink) {
    this.config = config;
    this.control = control;
    this.state = state;
    this.data = data;
    this.reception = reception;
    this.sink = sink;
  }

  /** The commands by their names. All are for clients that have signed in. */
  Map<String, FtpCommand> commands() {
    return Map.ofEntries(
        entry("PASV", argument -> passive()),
        entry("EPSV", this::extendedPassive),
        entry("PORT", this::port),
        entry("EPRT", this::extendedPort),
        entry("REST", this::restart),
        entry("STOR", argument -> store(argument, false)),
        entry("APPE", argument -> store(argument, true)),
        entry("SIZE", this::size),
        entry("RNFR", this::renameFrom),
        entry("RNTO", this::renameTo),
        entry("DELE", this::delete),
        entry("LIST", argument -> list()),
        entry("NLST", argument -> list()),
        entry("MLSD", argument -> list()),
        entry("RETR", argument -> control.reply(550, NOTHING)),
        entry("MDTM", argument -> control.reply(550, NOTHING)),
        entry("MLST", argument -> control.reply(550, NOTHING)));
  }

  private void passive() throws IOException {
    InetAddress told = config.passive().address().orElseGet(control::local);
    if (extendedOnly || !(told instanceof Inet4Address)) {
      control.reply(501, "use EPSV");
      return;
    }
    Optional<Integer> port = listen();
    if (port.isPresent()) {
      control.reply(
          227,
          "Entering Passive Mode (%s,%d,%d)"
              .formatted(
                  told.getHostAddress().replace('.', ','), port.get() >> 8, port.get() & 255));
    }
  }

  private void extendedPassive(String argument) throws IOException {
    if (argument.equalsIgnoreCase("ALL")) {
      extendedOnly = true;
      control.reply(200, "EPSV from now on");
      return;
    }
    Optional<Integer> port = listen();
    if (port.isPresent()) {
      control.reply(229, "Entering Extended Passive Mode (|||" + port.get() + "|)");
    }
  }

  private Optional<Integer> listen() throws IOException {
    try {
      return Optional.of(data.listen(control.local(), config.passive()));
    } catch (IOException e) {
      control.reply(425, "no port is free for data: try again");
      return Optional.empty();
    }
  }

  private void port(String argument) throws IOException {
    Matcher numbers = PORT.matcher(argument);
    if (!numbers.matches()) {
      throw new IllegalArgumentException("PORT is h1,h2,h3,h4,p1,p2");
    }
    String host = argument.substring(0, numbers.start(5) - 1).replace(',', '.');
    connect(host, Integer.parseInt(numbers.group(5)) * 256 + Integer.parseInt(numbers.group(6)));
  }

  private void extendedPort(String argument) throws IOException {
    Matcher parts = EPRT.matcher(argument);
    if (!parts.matches()) {
      throw new IllegalArgumentException("EPRT is |1|ADDRESS|PORT|, or |2|ADDRESS|PORT|");
    }
    connect(parts.group(3), Integer.parseInt(parts.group(4)));
  }

  /** The host is an address: no name is looked up for a client. */
  private void connect(String host, int port) throws IOException {
    if (!ADDRESS.matcher(host).matches() || port > 65_535) {
      throw new IllegalArgumentException("this is no address and port");
    }
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("this is no address and port", e);
    }
    if (extendedOnly || !data.connectTo(address, port)) {
      control.reply(504, "data goes to your own address and a port from 1024 on: use PASV");
      return;
    }
    control.reply(200, "your port will be used");
  }

  private void restart(String argument) throws IOException {
    if (!argument.matches("\\d{1,10}")) {
      throw new IllegalArgumentException("REST is followed by a number of bytes");
    }
    rest = Long.parseLong(argument);
    control.reply(350, "send STOR or APPE");
  }

  private void store(String argument, boolean append) throws IOException, InterruptedException {
    long from = rest;
    rest = 0;
    if (argument.isEmpty()) {
      throw new IllegalArgumentException("a name is missing");
    }
    String path = FtpPath.resolve(state.folder(), argument);
    if (!state.mayStillUpload()) {
      control.reply(530, "your user or password has changed: sign in again");
      return;
    }
    if (config.requireTls() && !state.dataEncrypted()) {
      control.reply(522, "data has to be encrypted: send PBSZ 0 and PROT P");
      return;
    }
    if (!data.isPrepared()) {
      control.reply(425, "send PASV or PORT first");
      return;
    }
    FtpUser user = state.user().orElseThrow();
    Optional<UploadBytes> before =
        append || from > 0 ? sink.shelf().take(user.name(), path) : Optional.empty();
    UploadBytes upload = before.orElseGet(reception::begin);
    if (from > upload.size()) {
      keepOrClose(user, path, upload);
      data.close();
      control.reply(554, "there are only " + upload.size() + " bytes of it: begin anew");
      return;
    }
    if (from > 0) {
      upload.cutTo(from);
    }
    receive(user, path, upload);
  }

  private void receive(FtpUser user, String path, UploadBytes upload)
      throws IOException, InterruptedException {
    boolean kept = false;
    try {
      control.reply(150, "send it");
      Reception.End end;
      Optional<ServerTls> tls = state.dataEncrypted() ? config.tls() : Optional.empty();
      try (Socket plain = data.open(config.bounds().stall());
          Socket socket = control.encrypted(plain, tls, config.bounds().stall())) {
        InputStream in = control.timed(plain, socket.getInputStream(), longestRead());
        end = reception.read(socket, in, upload);
      } catch (IOException e) {
        control.reply(425, "the data connection cannot be made: " + ServerTls.reason(e));
        return;
      }
      kept = ended(end, user, path, upload);
    } finally {
      if (!kept) {
        upload.close();
      }
    }
  }

  /** Of what is read at once: longer than the socket's own timeout, which says more. */
  private Duration longestRead() {
    return config.bounds().stall().plusSeconds(1);
  }

  /** Returns whether the bytes stay, for the client to go on with. */
  private boolean ended(Reception.End end, FtpUser user, String path, UploadBytes upload)
      throws IOException, InterruptedException {
    switch (end) {
      case BROKEN -> {
        if (FileFacts.of(upload.toArray()).whole()) {
          return closed(user, path, upload); // only the end of TLS, or of TCP, was missing
        }
        sink.shelf().keep(user.name(), path, upload);
        control.reply(426, "the data connection broke: go on by REST " + upload.size());
        return true;
      }
      case TOO_LARGE ->
          control.reply(552, "a picture has at most " + config.bounds().imageBytes() + " bytes");
      case NO_MEMORY -> control.reply(452, "too many uploads at once: try again");
      case NO_PICTURE -> {
        sink.shelf().taken(user.name(), path, 0);
        control.reply(226, "this is no picture, and was passed over");
      }
      case CLOSED -> {
        return closed(user, path, upload);
      }
    }
    return false;
  }

  private boolean closed(FtpUser user, String path, UploadBytes upload)
      throws IOException, InterruptedException {
    byte[] bytes = upload.toArray();
    if (!FileFacts.of(bytes).whole() && control.isGone()) {
      sink.shelf().keep(user.name(), path, upload); // it was killed, or cut off: it may go on
      return true;
    }
    control.owesReply(true);
    try {
      return taken(user, path, upload, bytes);
    } finally {
      control.owesReply(false);
    }
  }

  private boolean taken(FtpUser user, String path, UploadBytes upload, byte[] bytes)
      throws IOException, InterruptedException {
    Verdict verdict = sink.taker().take(user, FtpPath.picture(path), bytes);
    switch (verdict.outcome()) {
      case ANSWERED -> {
        sink.shelf().taken(user.name(), path, bytes.length);
        control.reply(226, verdict.text());
        return false;
      }
      case CUT -> {
        sink.shelf().keep(user.name(), path, upload);
        control.reply(451, verdict.text());
        return true;
      }
      case AGAIN -> {
        control.reply(451, verdict.text());
        return false;
      }
    }
    return false;
  }

  private void keepOrClose(FtpUser user, String path, UploadBytes upload) {
    if (upload.size() > 0) {
      sink.shelf().keep(user.name(), path, upload);
    } else {
      upload.close();
    }
  }

  private void size(String argument) throws IOException {
    OptionalLong size = sink.shelf().size(userName(), FtpPath.resolve(state.folder(), argument));
    if (size.isPresent()) {
      control.reply(213, Long.toString(size.getAsLong()));
    } else {
      control.reply(550, NOTHING);
    }
  }

  private void renameFrom(String argument) throws IOException {
    renamed = FtpPath.resolve(state.folder(), argument);
    if (sink.shelf().size(userName(), renamed).isPresent()) {
      control.reply(350, "send RNTO");
    } else {
      renamed = null;
      control.reply(550, NOTHING);
    }
  }

  private void renameTo(String argument) throws IOException {
    String from = renamed;
    renamed = null;
    String to = FtpPath.resolve(state.folder(), argument);
    if (from == null) {
      control.reply(503, "send RNFR first");
    } else if (sink.shelf().rename(userName(), from, to)) {
      control.reply(250, "renamed");
    } else {
      control.reply(550, "it is not whole");
    }
  }

  private void delete(String argument) throws IOException {
    String path = FtpPath.resolve(state.folder(), argument);
    sink.shelf().take(userName(), path).ifPresent(UploadBytes::close);
    control.reply(sink.shelf().forget(userName(), path) ? 250 : 550, NOTHING);
  }

  /** An empty list. */
  private void list() throws IOException {
    if (!data.isPrepared()) {
      control.reply(425, "send PASV or PORT first");
      return;
    }
    control.reply(150, "a list of nothing follows");
    Optional<ServerTls> tls = state.dataEncrypted() ? config.tls() : Optional.empty();
    try (Socket plain = data.open(config.bounds().stall());
        Socket socket = control.encrypted(plain, tls, config.bounds().stall())) {
      socket.shutdownOutput();
    } catch (IOException e) {
      control.reply(425, "the data connection cannot be made: " + ServerTls.reason(e));
      return;
    }
    control.reply(226, NOTHING);
  }

  private String userName() {
    return state.user().orElseThrow().name();
  }
}
