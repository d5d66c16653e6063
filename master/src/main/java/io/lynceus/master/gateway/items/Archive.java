package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.Refusals;
import io.lynceus.model.Reply.RejectionCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A tar archive, at the start of one of its blocks: the header of an entry, or of one that says
 * more of the entry after it (a long name, PAX records). Regular files are images; directories,
 * links and devices are passed over. A block of zeros ends the archive: a second one, and the
 * padding after it, mean nothing between items.
 */
final class Archive implements Stage {
  private static final int SPARSE_MORE_IN_HEADER = 482;
  private static final int SPARSE_MORE_IN_BLOCK = 504;

  private final ParserContext reception;
  private final Stage after;
  private EntryNotes notes = new EntryNotes();
  private Optional<TarArchiveEntry> sparse = Optional.empty();

  Archive(ParserContext reception, Stage after) {
    this.reception = reception;
    this.after = after;
  }

  @Override
  public Step advance(ByteBuffer pending) {
    if (pending.remaining() < TarBlock.SIZE) {
      return Step.to(this);
    }
    byte[] block = new byte[TarBlock.SIZE];
    pending.get(block);
    if (sparse.isPresent()) {
      return block[SPARSE_MORE_IN_BLOCK] == 0 ? refuseSparse(sparse.get()) : Step.to(this);
    }
    if (TarBlock.isZero(block)) {
      return Step.to(after);
    }
    try {
      return begin(TarBlock.entry(block), block);
    } catch (IOException e) {
      pending.position(pending.position() - TarBlock.SIZE + 1);
      return broken();
    }
  }

  @Override
  public Step cutOff(ByteBuffer pending) {
    if (!pending.hasRemaining() && notes.isEmpty()) {
      return Step.to(this);
    }
    pending.position(pending.limit());
    return Step.to(after, new Item.Refused(reception.defaults().name(), Refusals.CUT_OFF, true));
  }

  @Override
  public Expectation expectation(ByteBuffer pending) {
    return Expectation.REST;
  }

  private Step begin(TarArchiveEntry entry, byte[] block) throws IOException {
    switch (entry.getLinkFlag()) {
      case TarConstants.LF_GNUTYPE_LONGNAME,
          TarConstants.LF_GNUTYPE_LONGLINK,
          TarConstants.LF_PAX_EXTENDED_HEADER_LC,
          TarConstants.LF_PAX_EXTENDED_HEADER_UC,
          TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER -> {
        return entry.getSize() <= EntryNotes.MAX_BYTES
            ? Step.to(new Note(entry.getLinkFlag(), (int) entry.getSize()))
            : broken();
      }
      case TarConstants.LF_OLDNORM, TarConstants.LF_NORMAL, TarConstants.LF_CONTIG -> {
        return file(entry);
      }
      case TarConstants.LF_GNUTYPE_SPARSE -> {
        sparse = Optional.of(entry);
        return block[SPARSE_MORE_IN_HEADER] == 0 ? refuseSparse(entry) : Step.to(this);
      }
      case TarConstants.LF_LINK,
          TarConstants.LF_SYMLINK,
          TarConstants.LF_CHR,
          TarConstants.LF_BLK,
          TarConstants.LF_DIR,
          TarConstants.LF_FIFO -> {
        notes = new EntryNotes();
        return Step.to(this);
      }
      default -> {
        long size = notes.sizeOr(entry.getSize());
        notes = new EntryNotes();
        return Step.to(skip(size));
      }
    }
  }

  private Step file(TarArchiveEntry entry) {
    String name = notes.nameOr(entry.getName());
    long size = notes.sizeOr(entry.getSize());
    boolean isSparse = notes.isSparse();
    notes = new EntryNotes();
    if (isSparse) {
      return refuseSparse(name, size);
    }
    if (name.endsWith("/")) {
      return Step.to(skip(size));
    }
    Stage padding = new Skipping(TarBlock.padding(size), this);
    return Step.to(new SizedImage(reception, size, reception.defaults().withName(name), padding));
  }

  private Step refuseSparse(TarArchiveEntry entry) {
    String name = notes.nameOr(entry.getName());
    notes = new EntryNotes();
    sparse = Optional.empty();
    return refuseSparse(name, entry.getSize());
  }

  private Step refuseSparse(String name, long size) {
    return Step.to(
        skip(size),
        Item.refused(
            Optional.of(name),
            RejectionCode.UNSUPPORTED_FORMAT,
            "the archive holds this file with holes: make it without --sparse"));
  }

  private Step broken() {
    return Step.to(
        new Searching(reception, after),
        Item.refused(
            reception.defaults().name(),
            RejectionCode.CORRUPT,
            "the archive is damaged: no valid header stands where one is due"));
  }

  private Stage skip(long size) {
    return new Skipping(size + TarBlock.padding(size), this);
  }

  /** The body of a header that says more of the entry after it. */
  private final class Note implements Stage {
    private final byte kind;
    private final int size;

    Note(byte kind, int size) {
      this.kind = kind;
      this.size = size;
    }

    @Override
    public Step advance(ByteBuffer pending) {
      if (pending.remaining() < size) {
        return Step.to(this);
      }
      byte[] body = new byte[size];
      pending.get(body);
      try {
        notes.add(kind, body);
      } catch (IOException e) {
        return broken();
      }
      return Step.to(new Skipping(TarBlock.padding(size), Archive.this));
    }

    @Override
    public Step cutOff(ByteBuffer pending) {
      pending.position(pending.limit());
      return Step.to(after, new Item.Refused(reception.defaults().name(), Refusals.CUT_OFF, true));
    }

    @Override
    public Expectation expectation(ByteBuffer pending) {
      return Expectation.REST;
    }
  }
}
