package io.lynceus.app.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Text;
import io.lynceus.store.audit.AuditEntry;
import io.lynceus.store.audit.AuditHead;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Heads of an audit table that were kept outside of the store. Immutable. */
final class KeptHeads {
  /** About eleven years of hours. */
  static final int MOST = 100_000;

  private static final String MARK = "{\"entries\":";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<AuditHead> heads;

  private KeptHeads(List<AuditHead> heads) {
    this.heads = heads;
  }

  /**
   * Reads them from lines that may have other words before them, such as a log's.
   *
   * @param file {@code -} for standard input
   * @throws CommandException when it cannot be read, or has no head
   */
  static KeptHeads read(Path file) throws CommandException {
    try (BufferedReader lines =
        file.toString().equals("-")
            ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
            : Files.newBufferedReader(file)) {
      return read(lines, Text.shown(file));
    } catch (IOException e) {
      throw new CommandException(
          CommandException.USAGE, "cannot read " + Text.shown(file) + ": " + e, e);
    }
  }

  private static KeptHeads read(BufferedReader lines, String name)
      throws IOException, CommandException {
    List<AuditHead> heads = new ArrayList<>();
    String line;
    while ((line = lines.readLine()) != null) {
      int begin = line.indexOf(MARK);
      if (begin >= 0) {
        if (heads.size() == MOST) {
          throw new CommandException(
              CommandException.USAGE, name + " has more than " + MOST + " heads: split it");
        }
        heads.add(head(line.substring(begin)));
      }
    }
    if (heads.isEmpty()) {
      throw new CommandException(
          CommandException.USAGE,
          name + " has no head of an audit table: they are in the master's log, 'audit head'");
    }
    return new KeptHeads(List.copyOf(heads));
  }

  private static AuditHead head(String text) throws CommandException {
    try {
      return AuditSource.head(JSON.readTree(text)); // what stands behind it is passed over
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
      throw new CommandException(
          CommandException.USAGE, "this is no head of an audit table: " + Text.shown(text), e);
    }
  }

  int size() {
    return heads.size();
  }

  /** What in the table, or in these heads, is not as it was when the heads were told. */
  List<String> problems(AuditSource table) throws CommandException {
    List<String> problems = new ArrayList<>();
    Optional<String> key = table.after(0, 1).head().map(AuditHead::key);
    for (AuditHead head : heads) {
      problem(head, key, table).ifPresent(problems::add);
    }
    return problems;
  }

  private static Optional<String> problem(AuditHead head, Optional<String> key, AuditSource table)
      throws CommandException {
    String name = "the head of " + head.at() + " with " + head.entries() + " audit entries";
    if (!head.isGenuine()) {
      return Optional.of(name + " has a wrong signature: it was changed where it was kept");
    }
    if (key.isPresent() && !key.get().equals(head.key())) {
      return Optional.of(name + " was signed with another key than this store's");
    }
    List<AuditEntry> there = table.after(head.entries() - 1, 1).entries();
    if (there.isEmpty()
        || there.get(0).number() != head.entries()
        || !there.get(0).hash().equals(head.hash())) {
      return Optional.of(
          "the audit table was changed: its first "
              + head.entries()
              + " entries are not those of "
              + head.at());
    }
    return Optional.empty();
  }
}
