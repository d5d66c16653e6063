package io.lynceus.master.gateway.items;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.gateway.AccessToken;
import io.lynceus.master.gateway.AskParser;
import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.master.gateway.HeldMemory;
import io.lynceus.master.gateway.SampleImages;
import io.lynceus.master.gateway.items.archive.Unpacked;
import io.lynceus.master.gateway.items.archive.UnpackingLimits;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.RefusedImageException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Feeds a decoder, describes its items in words, and checks the headers of its images. */
public final class ItemReader {
  public final HeldMemory held;
  private final ByteBudget budget;
  final ItemDecoder decoder;
  private final List<String> items = new ArrayList<>();
  private boolean over;

  ItemReader(ImageLimits limits, UnpackingLimits unpacking) {
    this(limits, 64 << 20, Optional.empty(), unpacking);
  }

  ItemReader(ImageLimits limits, long budgetBytes, Optional<String> token) {
    this(limits, budgetBytes, token, UnpackingLimits.of(limits));
  }

  private ItemReader(
      ImageLimits limits, long budgetBytes, Optional<String> token, UnpackingLimits unpacking) {
    held = new HeldMemory(budgetBytes, 1, () -> 0);
    budget = held.open(InetAddress.getLoopbackAddress(), why -> {});
    decoder =
        new ItemDecoder(
            new ParserContext(
                limits,
                budget,
                new AccessToken(token),
                new AskParser(() -> AnalysisCatalog.STANDARD),
                new Unpacked(unpacking)));
  }

  ItemReader() {
    this(MasterDefaults.GATEWAY.images(), 64 << 20, Optional.empty());
  }

  /** The items of a connection whose bytes come in one piece and then end. */
  public static List<String> read(byte[]... parts) {
    return new ItemReader().feed(parts).end();
  }

  public ItemReader feed(byte[]... parts) {
    return feedInPieces(SampleImages.joined(parts), Integer.MAX_VALUE);
  }

  public ItemReader feed(String text) {
    return feed(text.getBytes(ISO_8859_1));
  }

  public ItemReader feedInPieces(byte[] bytes, int size) {
    for (int at = 0; at < bytes.length; ) {
      int end = (int) Math.min(bytes.length, (long) at + size);
      decoder.feed(ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, end)));
      at = end;
      drainAll();
    }
    return this;
  }

  List<String> items() {
    return items;
  }

  public List<String> end() {
    decoder.end();
    drainAll();
    decoder.close();
    return items;
  }

  private void drainAll() {
    do {
      drain();
    } while (!over && decoder.isPausing());
  }

  void drain() {
    while (!over) {
      Item item = decoder.next();
      if (item == null) {
        return;
      }
      if (!(item instanceof Item.RightToken)) {
        items.add(inWords(item));
      }
    }
  }

  private static String sha256(byte[] file) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private String inWords(Item item) {
    if (item instanceof Item.Image image) {
      byte[] file = new byte[image.file().remaining()];
      assertThat(image.header()).isEqualTo(headerOf(image.file()));
      image.file().get(file);
      assertThat(image.sha256()).isEqualTo(sha256(file));
      budget.giveBack(file.length);
      return "image " + image.ask().name().orElse("-") + " " + Arrays.hashCode(file);
    }
    if (item instanceof Item.Refused refused) {
      return (refused.counted() ? "refused " : "refused line ")
          + refused.name().orElse("-")
          + " "
          + refused.rejection().code();
    }
    if (item instanceof Item.WrongToken wrong) {
      return "wrong token, " + inWords(wrong.refusal());
    }
    if (item instanceof Item.PassedOver passed) {
      return "passed over " + passed.bytes();
    }
    if (item instanceof Command.Drain drain) {
      return (drain.draining() ? "drain " : "resume ") + drain.slave();
    }
    if (item instanceof Command.AskStatus ask) {
      return "command STATUS" + ask.target().map(target -> " FOR " + target).orElse("");
    }
    if (item instanceof Command.Plain plain) {
      return "command " + plain.word();
    }
    if (item instanceof Item.HttpRequest) {
      return "http";
    }
    over = true;
    return "end";
  }

  private static ImageHeader headerOf(ByteBuffer file) {
    try {
      return ImageHeader.read(file, MasterDefaults.GATEWAY.images());
    } catch (RefusedImageException e) {
      throw new AssertionError("the header of an item is accepted", e);
    }
  }

  /** The words for an image. */
  static String image(String name, byte[] file) {
    return "image " + name + " " + Arrays.hashCode(file);
  }
}
