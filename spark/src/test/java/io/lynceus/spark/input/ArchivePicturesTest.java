package io.lynceus.spark.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.spark.input.ArchivePicture.Content;
import io.lynceus.spark.input.ArchivePicture.Fault;
import io.lynceus.spark.plan.FileHash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

class ArchivePicturesTest {
  private static final Instant CHANGED = Instant.parse("2025-03-09T17:05:59Z");
  private static final byte[] ONE = "one".getBytes(StandardCharsets.UTF_8);
  private static final byte[] TWO = "two".getBytes(StandardCharsets.UTF_8);

  private static ArchiveFile file(String path, long bytes, String... known) {
    return new ArchiveFile("file:/x/" + path, path, bytes, CHANGED, Set.of(known));
  }

  private static List<ArchivePicture> all(String path, byte[] content, String... known)
      throws IOException {
    try (ArchivePictures pictures =
        new ArchivePictures(
            file(path, content.length, known), uri -> new ByteArrayInputStream(content))) {
      List<ArchivePicture> all = new ArrayList<>();
      pictures.forEachRemaining(all::add);
      return all;
    }
  }

  private static byte[] tar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry folder = new TarArchiveEntry("door/");
      tar.putArchiveEntry(folder);
      tar.closeArchiveEntry();
      add(tar, "door/1.jpg", ONE);
      add(tar, "door/2.jpg", TWO);
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setModTime(CHANGED.minusSeconds(60).toEpochMilli());
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static byte[] zip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("door/"));
      zip.putNextEntry(new ZipEntry("door/1.jpg"));
      zip.write(ONE);
      zip.putNextEntry(new ZipEntry("door/2.jpg"));
      zip.write(TWO);
    }
    return bytes.toByteArray();
  }

  @Test
  void aFileIsAPicture() throws IOException {
    assertThat(all("a.jpg", ONE))
        .singleElement()
        .satisfies(
            picture -> {
              assertThat(picture.path()).isEqualTo("a.jpg");
              assertThat(picture.bytes()).isEqualTo(3);
              assertThat(picture.modified()).isEqualTo(CHANGED);
              assertThat(picture.content().map(Content::sha256)).contains(FileHash.of(ONE));
            });
  }

  @Test
  void tarAndZipFilesHoldPictures() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(tar());
    }

    for (String name : List.of("a.tar", "b.TGZ", "c.tar.gz", "d.zip")) {
      byte[] content =
          name.equals("a.tar") ? tar() : name.equals("d.zip") ? zip() : packed.toByteArray();
      List<ArchivePicture> pictures = all(name, content);
      assertThat(pictures)
          .extracting(ArchivePicture::path)
          .containsExactly(name + "!/door/1.jpg", name + "!/door/2.jpg");
      assertThat(pictures).extracting(ArchivePicture::file).containsOnly(name);
      assertThat(pictures.get(1).content().orElseThrow().bytes()).isEqualTo(TWO);
    }
    assertThat(all("a.tar", tar()).get(0).modified()).isEqualTo(CHANGED.minusSeconds(60));
  }

  @Test
  void whatHasARowIsPassedOver() throws IOException {
    String known = "a.tar!/door/1.jpg\n" + FileHash.of(ONE);

    assertThat(all("a.tar", tar(), known))
        .extracting(ArchivePicture::path)
        .containsExactly("a.tar!/door/2.jpg");
    assertThat(all("a.jpg", ONE, "a.jpg\n" + FileHash.of(ONE))).isEmpty();
    assertThat(all("a.jpg", ONE, "a.jpg\n" + FileHash.of(TWO))).hasSize(1); // it has changed
  }

  @Test
  void aFileThatCannotBeReadIsAFault() {
    ArchivePictures pictures =
        new ArchivePictures(
            file("a.jpg", 3),
            uri -> {
              throw new FileNotFoundException("gone");
            });

    ArchivePicture picture = pictures.next();
    assertThat(picture.fault().map(Fault::code)).contains("UNREADABLE");
    assertThat(picture.fault().orElseThrow().message()).contains("gone");
    assertThat(pictures.hasNext()).isFalse();
  }

  @Test
  void aLargeFileIsNotRead() throws IOException {
    ArchivePictures pictures =
        new ArchivePictures(
            file("a.jpg", ArchivePictures.MOST_BYTES + 1L),
            uri -> {
              throw new AssertionError("it was read");
            });

    assertThat(pictures.next().fault().map(Fault::code)).contains("TOO_LARGE");
    // A file that has grown meanwhile.
    assertThat(all("a.jpg", new byte[ArchivePictures.MOST_BYTES]).get(0).content()).isPresent();
    assertThat(
            all("a.jpg", new byte[ArchivePictures.MOST_BYTES + 1]).get(0).fault().map(Fault::code))
        .contains("TOO_LARGE");
  }

  @Test
  void aBrokenArchiveGivesWhatIsWholeAndThenAFault() throws IOException {
    byte[] tar = tar();
    int secondMember = 512 + 1024 + 512;
    List<ArchivePicture> pictures = all("a.tar", Arrays.copyOf(tar, secondMember + 1));

    assertThat(pictures).hasSize(2);
    assertThat(pictures.get(0).path()).isEqualTo("a.tar!/door/1.jpg");
    assertThat(pictures.get(1).fault().map(Fault::code)).contains("BAD_ARCHIVE");
    assertThat(all("a.zip", ONE).get(0).fault().map(Fault::code)).contains("BAD_ARCHIVE");
    assertThat(all("a.tar.gz", ONE).get(0).fault()).isPresent();
  }
}
