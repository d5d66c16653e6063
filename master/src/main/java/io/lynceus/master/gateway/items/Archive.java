package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.items.ParserContext.Source;
import io.lynceus.master.gateway.items.archive.EntryExtension;
import io.lynceus.master.gateway.items.archive.Stored;
import io.lynceus.master.gateway.items.archive.TarBlock;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.image.RefusedImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A tar archive, at the start of one of its blocks: the header of an entry, or of an extension that
 * describes the entry after it (a long name, PAX records). Regular files are images; directories,
 * links and devices are skipped. A block of zeros ends the archive. The second one, and the padding
 * after it, are padding between items.
 */
final class Archive implements Stage {
  private static final int SPARSE_MORE_IN_HEADER = 482;
  private static final int SPARSE_MORE_IN_BLOCK = 504;

  private final ParserContext context;
  private final Stage after;
  private EntryExtension extension = new EntryExtension();
  private Optional<TarArchiveEntry> sparse = Optional.empty();

  Archive(ParserContext context, Stage after) {
    this.context = context;
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
      return enter(TarBlock.entry(block), block);
    } catch (IOException e) {
      pending.position(pending.position() - TarBlock.SIZE + 1);
      return broken();
    }
  }

  @Override
  public Step cutOff(ByteBuffer pending) {
    if (!pending.hasRemaining() && extension.isEmpty()) {
      return Step.to(this);
    }
    pending.position(pending.limit());
    return Step.to(after, context.cutOff());
  }

  private Step enter(TarArchiveEntry entry, byte[] block) throws IOException {
    switch (entry.getLinkFlag()) {
      case TarConstants.LF_GNUTYPE_LONGNAME,
          TarConstants.LF_GNUTYPE_LONGLINK,
          TarConstants.LF_PAX_EXTENDED_HEADER_LC,
          TarConstants.LF_PAX_EXTENDED_HEADER_UC,
          TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER -> {
        return entry.getSize() <= EntryExtension.MAX_BYTES
            ? Step.to(new ExtensionBody(entry.getLinkFlag(), (int) entry.getSize()))
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
        extension = new EntryExtension();
        return Step.to(this);
      }
      default -> {
        long size = extension.sizeOr(entry.getSize());
        extension = new EntryExtension();
        return Step.to(skip(size));
      }
    }
  }

  private Step file(TarArchiveEntry entry) {
    String name = extension.nameOr(TarBlock.name(entry));
    long size = extension.sizeOr(entry.getSize());
    boolean isSparse = extension.isSparse();
    extension = new EntryExtension();
    if (isSparse) {
      return refuseSparse(name, size);
    }
    if (name.endsWith("/")) {
      return Step.to(skip(size));
    }
    if (context.source == Source.PACKED) {
      try {
        context.unpacked.addEntry();
      } catch (RefusedImageException e) {
        return Step.to(ENDED, Item.refused(Optional.of(name), Rejection.of(e)));
      }
    }
    return Step.to(
        new ArchivedFile(
            context,
            context.defaults().withName(name),
            new Stored(size, false),
            file -> new Skipping(TarBlock.padding(size), this)));
  }

  private Step refuseSparse(TarArchiveEntry entry) {
    String name = extension.nameOr(TarBlock.name(entry));
    extension = new EntryExtension();
    sparse = Optional.empty();
    return refuseSparse(name, entry.getSize());
  }

  private Step refuseSparse(String name, long size) {
    return Step.to(
        skip(size),
        Item.refused(
            Optional.of(name),
            RejectionCode.UNSUPPORTED_FORMAT,
            "the archive holds this file with holes: make the archive without --sparse"));
  }

  private Step broken() {
    return Step.to(
        new Searching(context, after),
        Item.refused(
            context.defaults().name(),
            RejectionCode.CORRUPT,
            "the archive is damaged: it has no valid header where one must be"));
  }

  private Stage skip(long size) {
    return new Skipping(size + TarBlock.padding(size), this);
  }

  /** The body of an extension of the entry after it. */
  private final class ExtensionBody implements Stage {
    private final byte kind;
    private final int size;

    ExtensionBody(byte kind, int size) {
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
        extension.add(kind, body);
      } catch (IOException e) {
        return broken();
      }
      return Step.to(new Skipping(TarBlock.padding(size), Archive.this));
    }

    @Override
    public Step cutOff(ByteBuffer pending) {
      pending.position(pending.limit());
      return Step.to(after, context.cutOff());
    }
  }
}
