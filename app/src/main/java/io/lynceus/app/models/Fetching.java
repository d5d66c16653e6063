package io.lynceus.app.models;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.lynceus.app.cli.CommandException;
import io.lynceus.model.network.NetworkId;
import io.lynceus.vision.network.NetworkFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Brings networks of the catalogue into a folder, one after the other. */
final class Fetching {
  private final NetworkStore store;
  private final Download download;
  private final HashConsent consent;
  private final Intake intake;
  private final Said said;

  /** Where it says what it does; {@code terminal} if a bar can be drawn. */
  record Said(PrintWriter out, PrintWriter notes, boolean terminal) {}

  Fetching(NetworkStore store, Download download, HashConsent consent, Intake intake, Said said) {
    this.store = store;
    this.download = download;
    this.consent = consent;
    this.intake = intake;
    this.said = said;
  }

  /**
   * Brings a network, if it is not there already.
   *
   * @throws CommandException when it is not what it should be; nothing of it is kept then
   * @throws IOException when it cannot be had; what has come is kept, to go on
   */
  void fetch(CatalogueEntry entry) throws CommandException, IOException, InterruptedException {
    NetworkId id = entry.id();
    if (store.has(id)) {
      said.out.println(id + " is there already");
      return;
    }
    Path file = store.making(id).resolve(NetworkFile.FILE);
    if (!Files.exists(file)) {
      download(entry, file);
    }
    String sha256 = sha256(file);
    requireHash(entry, sha256);
    said.notes.println(id + ": on trial, in a JVM of its own");
    said.notes.flush();
    Measured measured = intake.take(id, conf(entry, sha256));
    said.out.printf("%s is there: %s a run on this machine%n", id, measured);
    said.out.flush();
  }

  private void download(CatalogueEntry entry, Path file)
      throws CommandException, IOException, InterruptedException {
    String address =
        entry
            .source()
            .url()
            .orElseThrow(
                () ->
                    new CommandException(
                        CommandException.USAGE,
                        entry.id() + " cannot be fetched: " + entry.source().howTo()));
    URI origin = Origin.of(address);
    PartialFile partial = new PartialFile(file.resolveSibling(file.getFileName() + ".part"));
    try (Progress progress = new Progress(entry.id().name(), said.notes, said.terminal)) {
      download.fetch(origin, partial, entry.source().mostBytes(), progress);
    }
    partial.complete(file);
  }

  private void requireHash(CatalogueEntry entry, String sha256)
      throws CommandException, IOException {
    if (entry.source().sha256().isEmpty()) {
      if (!consent.accepts(entry.id().toString(), sha256)) {
        store.discard(entry.id());
        throw new CommandException(CommandException.USAGE, entry.id() + " is not kept");
      }
    } else if (!entry.source().sha256().get().equals(sha256)) {
      store.discard(entry.id());
      throw new CommandException(
          CommandException.INCOMPLETE,
          "what came as %s has sha256 %s, but should have %s: nothing of it is kept"
              .formatted(entry.id(), sha256, entry.source().sha256().get()));
    }
  }

  private static Config conf(CatalogueEntry entry, String sha256) {
    return entry
        .conf()
        .withValue("licence", ConfigValueFactory.fromAnyRef(entry.terms().licence()))
        .withValue("origin", ConfigValueFactory.fromAnyRef(entry.source().url().orElseThrow()))
        .withValue("sha256", ConfigValueFactory.fromAnyRef(sha256));
  }

  static String sha256(Path file) throws IOException {
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(((DigestInputStream) in).getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
