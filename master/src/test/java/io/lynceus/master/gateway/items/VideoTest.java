package io.lynceus.master.gateway.items;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static io.lynceus.master.gateway.SampleImages.ascii;
import static io.lynceus.master.gateway.SampleImages.encoded;
import static io.lynceus.master.gateway.SampleImages.joined;
import static io.lynceus.master.gateway.items.ItemReader.image;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams and files in which each frame is an image: each gets a line, and nothing else does. */
class VideoTest {
  private static final byte[] FRAME = encoded("jpg", 16, 16);
  private static final List<String> FRAMES = List.of(image("-", JPEG), image("-", FRAME));
  private static final byte[] RESPONSE =
      ascii("HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=b\r\n\r\n");

  private static byte[] part(byte[] image) {
    return joined(
        ascii("--b\r\nContent-Type: image/jpeg\r\nContent-Length: " + image.length + "\r\n\r\n"),
        image,
        ascii("\r\n"));
  }

  @Test
  void aFrameOfAMultipartStreamIsAnImage() {
    byte[] frames = joined(part(JPEG), part(FRAME));
    for (byte[] stream :
        List.of(
            frames,
            joined(RESPONSE, frames),
            joined(RESPONSE, frames, ascii("--b--\r\n")),
            joined(ascii("\r\n"), frames, ascii("--b--")),
            joined(ascii("--b\n\n"), JPEG, ascii("\n--b\nX-Time: 1\n"), FRAME))) {
      for (int size : new int[] {1, 7, 8192}) {
        assertThat(new ItemReader().feedInPieces(stream, size).end()).isEqualTo(FRAMES);
      }
    }
  }

  @Test
  void theNextPartIsFoundBehindTheMakersBytesOfAFrame() {
    byte[] trailed = joined(JPEG, new byte[] {'d', 'h', 25});

    assertThat(ItemReader.read(part(trailed), part(FRAME)))
        .containsExactly(image("-", JPEG), "passed over 5", image("-", FRAME));
  }

  @Test
  void aPartThatIsNoImageIsPassedOver() {
    byte[] event =
        ascii("--b\r\nContent-Type: application/xml\r\nContent-Length: 9\r\n\r\n<a>\nX</a>");
    byte[] untold = ascii("--b\r\nContent-Type: application/xml\r\n\r\n<a>\nX</a>\r\n");

    assertThat(ItemReader.read(event, part(JPEG), untold, part(FRAME)))
        .containsExactly("passed over 9", image("-", JPEG), "passed over 11", image("-", FRAME));
  }

  @Test
  void aStreamWithoutAFrameIsOneRefusal() {
    for (String head :
        List.of(
            "HTTP/1.1 401 Unauthorized\r\nContent-Type: text/html\r\n\r\n<html>PNG</html>\nPING\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n--b\r\n",
            "HTTP/1.0 200 OK\r\n\r\n",
            "--b\r\nContent-Type: image/jpeg\r\n\r\n")) {
      assertThat(ItemReader.read(ascii(head)))
          .filteredOn(item -> !item.equals("end"))
          .containsExactly("refused - UNSUPPORTED_FORMAT");
    }
  }

  @Test
  void aFrameOfAnAviIsAnImage() {
    byte[] avi =
        VideoSamples.riff(
            "AVI ",
            VideoSamples.list("hdrl", VideoSamples.chunk("avih", new byte[56])),
            VideoSamples.movie(JPEG, FRAME),
            VideoSamples.index());
    for (int size : new int[] {1, 7, 8192}) {
      assertThat(new ItemReader().feedInPieces(joined(avi, PNG, avi), size).end())
          .containsExactly(
              image("-", JPEG),
              image("-", FRAME),
              image("-", PNG),
              image("-", JPEG),
              image("-", FRAME));
    }
  }

  @Test
  void aLongAviIsSeveralRiffs() {
    assertThat(
            ItemReader.read(
                VideoSamples.riff("AVI ", VideoSamples.movie(JPEG)),
                VideoSamples.riff("AVIX", VideoSamples.movie(FRAME)),
                PNG))
        .containsExactly(image("-", JPEG), image("-", FRAME), image("-", PNG));
  }

  @Test
  void anAviWhoseWriterCouldNotGoBackIsRead() {
    byte[] avi = joined(VideoSamples.riff("AVI ", VideoSamples.movie(JPEG, FRAME)), PNG);
    ByteBuffer.wrap(avi).putInt(4, 0).putInt(16, 0);

    assertThat(ItemReader.read(avi))
        .containsExactly(image("-", JPEG), image("-", FRAME), image("-", PNG));
  }

  /** Found by the fuzz test of archives: the search behind the video never left the archive. */
  @Test
  void anArchiveBehindAVideoInAFileIsPassedOver() {
    byte[] inner = TarSamples.gnu().file("a.webp", PNG).toByteArray();
    byte[] file = joined(VideoSamples.riff("AVI ", VideoSamples.movie(JPEG)), inner);
    byte[] archive = TarSamples.gnu().file("clip.avi", file).file("b.png", PNG).toByteArray();
    for (int pieces : new int[] {7, 100_000}) {
      assertThat(new ItemReader().feedInPieces(archive, pieces).end())
          .first()
          .isEqualTo(image("clip.avi", JPEG));
      assertThat(new ItemReader().feedInPieces(archive, pieces).end())
          .contains(image("b.png", PNG));
    }
  }

  @Test
  void anAviOfAnotherVideoFormatIsRefusedOnce() {
    byte[] h264 = {0, 0, 0, 1, 103, 66, 0, 10};
    byte[] avi =
        VideoSamples.riff(
            "AVI ", VideoSamples.movie(Collections.nCopies(9, h264).toArray(byte[][]::new)));

    assertThat(ItemReader.read(avi, VideoSamples.riff("AVIX", VideoSamples.movie(h264)), JPEG))
        .containsExactly("refused - UNSUPPORTED_FORMAT", image("-", JPEG));
    assertThat(ItemReader.read(VideoSamples.riff("AVI ", VideoSamples.index())))
        .containsExactly("refused - UNSUPPORTED_FORMAT");
  }

  @Test
  void theFramesOfVideosInAnArchiveAreNumbered() {
    byte[] tar =
        TarSamples.gnu()
            .file("clip.avi", VideoSamples.riff("AVI ", VideoSamples.movie(JPEG, FRAME)))
            .file("cam.mjpeg", joined(part(JPEG), part(FRAME)))
            .toByteArray();

    assertThat(ItemReader.read(tar))
        .containsExactly(
            image("clip.avi", JPEG),
            image("clip.avi#2", FRAME),
            image("cam.mjpeg", JPEG),
            image("cam.mjpeg#2", FRAME));
  }
}
