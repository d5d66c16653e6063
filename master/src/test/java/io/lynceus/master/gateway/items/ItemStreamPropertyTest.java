package io.lynceus.master.gateway.items;

import static io.lynceus.master.gateway.SampleImages.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.gateway.SampleImages;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class ItemStreamPropertyTest {

  @Provide
  Arbitrary<List<byte[]>> items() {
    byte[] announced =
        SampleImages.joined(
            ascii("ANALYZE size=" + SampleImages.BMP.length + " name=n\n"), SampleImages.BMP);
    Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(40);
    Arbitrary<byte[]> cutOff =
        Arbitraries.integers()
            .between(1, SampleImages.PNG.length)
            .map(length -> Arrays.copyOf(SampleImages.PNG, length));
    Arbitrary<byte[]> whole =
        Arbitraries.of(
            SampleImages.JPEG,
            SampleImages.PNG,
            SampleImages.WEBP,
            SampleImages.BMP,
            announced,
            TarSamples.gnu().file("a.png", SampleImages.PNG).file("t", ascii("text")).toByteArray(),
            TarSamples.pax().file("ü".repeat(80), SampleImages.WEBP).toByteArray(),
            ascii("PING\n"),
            ascii("SET name=\"a b\" edges=png\r\n"),
            ascii("SET odd=1\n"),
            ascii("what\n"),
            new byte[700]);
    return Arbitraries.frequencyOf(Tuple.of(8, whole), Tuple.of(1, noise), Tuple.of(1, cutOff))
        .list()
        .ofMaxSize(8);
  }

  @Property(tries = 300)
  void anySequenceOfItemsIsTheSameInAnyPieces(
      @ForAll("items") List<byte[]> items, @ForAll("pieceSizes") int size) {
    byte[] stream = SampleImages.joined(items.toArray(new byte[0][]));
    ItemReader pieces = new ItemReader();

    List<String> expected = ItemReader.read(stream);

    assertThat(pieces.feedInPieces(stream, size).end()).isEqualTo(expected);
    assertThat(pieces.held.taken()).isZero();
  }

  @Provide
  Arbitrary<Integer> pieceSizes() {
    return Arbitraries.integers().between(1, 2000);
  }
}
