package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.items.archive.Inflated;
import io.lynceus.master.gateway.items.archive.Stored;
import io.lynceus.master.gateway.items.archive.Unpacker;
import io.lynceus.master.gateway.items.archive.ZipEntry;
import io.lynceus.master.gateway.items.archive.ZipRecord;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.image.RefusedImageException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A ZIP archive, at the start of one of its records. It is read from its beginning, by the header
 * in front of each file; its directory, which comes last, is skipped. Files whose end only the
 * directory tells are refused.
 */
final class ZipArchive implements Stage {
  private static final String DAMAGED =
      "the ZIP archive is damaged here: what follows is not read, make the archive again";

  /** What deflate makes of no bytes: some archivers do so with folders. */
  private static final int DEFLATED_NOTHING = 2;

  private final ParserContext context;
  private final Stage after;
  private boolean hasFiles;

  ZipArchive(ParserContext context, Stage after) {
    this.context = context;
    this.after = after;
  }

  @Override
  public Step advance(ByteBuffer pending) {
    if (pending.remaining() < ZipRecord.SIGNATURE_BYTES) {
      return Step.to(this);
    }
    ZipRecord record = ZipRecord.at(pending);
    switch (record) {
      case FILE -> {
        Optional<ZipEntry> entry = ZipEntry.read(pending);
        if (entry.isEmpty()) {
          return Step.to(this);
        }
        pending.position(pending.position() + entry.get().headerBytes());
        return entry.get().isDirectory()
            ? Step.to(new Behind(entry.get()).directory())
            : file(entry.get());
      }
      case NONE -> {
        return Step.to(ENDED, refused(context.defaults().name(), RejectionCode.CORRUPT, DAMAGED));
      }
      default -> {
        OptionalLong size = record.size(pending);
        return size.isEmpty() ? Step.to(this) : skip(record, size.getAsLong());
      }
    }
  }

  private Step skip(ZipRecord record, long size) {
    Item item =
        record == ZipRecord.END && !hasFiles
            ? refused(
                context.defaults().name(),
                RejectionCode.UNSUPPORTED_FORMAT,
                "the ZIP archive holds no file")
            : null;
    return Step.to(new Skipping(size, record == ZipRecord.END ? after : this, item));
  }

  private Step file(ZipEntry entry) {
    hasFiles = true;
    Optional<String> name = Optional.of(entry.name());
    try {
      context.unpacked.addEntry();
    } catch (RefusedImageException e) {
      return Step.to(ENDED, Item.refused(name, Rejection.of(e)));
    }
    if (entry.isEncrypted()) {
      return refuse(entry, "the archive is encrypted: send it without a password");
    }
    if (!entry.isDeflated() && !entry.isStored()) {
      return refuse(
          entry,
          "the archive packs this file by method "
              + entry.method()
              + ": use deflate, as zip does by itself");
    }
    if (entry.isStored() && !entry.isSizeKnown()) {
      return refuse(
          entry,
          "the archive stores this file without telling its size first: write the archive to a file"
              + " and not into a pipe, or use tar");
    }
    Unpacker unpacker =
        entry.isStored() ? new Stored(entry.packedSize(), true) : new Inflated(context.unpacked);
    return Step.to(
        new ArchivedFile(
            context, context.defaults().withName(entry.name()), unpacker, new Behind(entry)));
  }

  /** Refuses a file and goes on behind it, if its end is known. */
  private Step refuse(ZipEntry entry, String message) {
    Item item = refused(Optional.of(entry.name()), RejectionCode.UNSUPPORTED_FORMAT, message);
    return Step.to(new Behind(entry).inside(0), item);
  }

  private static Item refused(Optional<String> name, RejectionCode code, String message) {
    return Item.refused(name, code, message);
  }

  @Override
  public Step cutOff(ByteBuffer pending) {
    pending.position(pending.limit());
    return Step.to(after, context.cutOff());
  }

  /** Where the archive goes on behind a file. */
  private final class Behind implements ArchivedFile.Continuation {
    private final ZipEntry entry;

    Behind(ZipEntry entry) {
      this.entry = entry;
    }

    @Override
    public Stage after(Unpacker file) {
      OptionalInt checksum = OptionalInt.of((int) file.checksum());
      if (entry.hasDescriptor()) {
        return new Descriptor(entry.name(), checksum);
      }
      return checksum.getAsInt() == entry.checksum()
          ? ZipArchive.this
          : new Skipping(0, ZipArchive.this, wrongChecksum(entry.name()));
    }

    @Override
    public Stage inside(long consumed) {
      return entry.isSizeKnown() && consumed <= entry.packedSize()
          ? skip(entry.packedSize() - consumed)
          : ENDED;
    }

    Stage directory() {
      return skip(entry.isSizeKnown() || entry.isStored() ? entry.packedSize() : DEFLATED_NOTHING);
    }

    private Stage skip(long bytes) {
      Stage next =
          entry.hasDescriptor()
              ? new Descriptor(entry.name(), OptionalInt.empty())
              : ZipArchive.this;
      return new Skipping(bytes, next);
    }
  }

  /** The descriptor behind a file. */
  private final class Descriptor implements Stage {
    private final String name;
    private final OptionalInt checksum;

    /**
     * @param checksum of the file, if it was read
     */
    Descriptor(String name, OptionalInt checksum) {
      this.name = name;
      this.checksum = checksum;
    }

    @Override
    public Step advance(ByteBuffer pending) {
      if (pending.remaining() < ZipRecord.DESCRIPTOR_AND_MORE) {
        return Step.to(this);
      }
      OptionalInt size = ZipRecord.descriptor(pending, checksum);
      return size.isPresent()
          ? Step.to(new Skipping(size.getAsInt(), ZipArchive.this))
          : Step.to(ENDED, wrongChecksum(name));
    }

    @Override
    public Step cutOff(ByteBuffer pending) {
      return ZipArchive.this.cutOff(pending);
    }
  }

  private static Item wrongChecksum(String name) {
    return refused(
        Optional.of(name),
        RejectionCode.CORRUPT,
        "the checksum of this file is wrong: it is damaged, make the archive again");
  }
}
