package io.lynceus.master.gateway.http;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static io.lynceus.master.gateway.SampleImages.ascii;
import static io.lynceus.master.gateway.SampleImages.joined;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.reply.ReplyJson;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the body of a request may hold besides one image. */
@Timeout(60)
class BodiesByHttpIT extends ServedHttpPort {
  BodiesByHttpIT() throws IOException {}

  @Test
  void theMakersBytesAroundAnImageAreNoPartOfIt() throws Exception {
    start(atOnce);
    byte[] start = Arrays.copyOf(JPEG, 2);
    byte[] body = joined(start, JPEG, ascii("dhav"), new byte[] {'Y', 25, 1, 0});

    ImageInfo plain = ReplyJson.read(post("", JPEG).body()).reply().image().orElseThrow();
    ImageInfo trailed = ReplyJson.read(post("", body).body()).reply().image().orElseThrow();

    assertThat(trailed).isEqualTo(plain);
    assertThat(ReplyJson.read(post("", PNG).body()).reply().status())
        .isEqualTo(Reply.Status.COMPLETE);
    assertNothingHeld();
  }

  /** Its gain map is where neither its MPF index nor anything else says. */
  @Test
  void aPhonesPhotoIsOneImage() throws Exception {
    start(atOnce);
    byte[] primary = announcing();

    HttpResponse<String> response = post("", joined(primary, JPEG));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(ReplyJson.read(response.body()).reply().image().orElseThrow())
        .isEqualTo(ReplyJson.read(post("", primary).body()).reply().image().orElseThrow());
    assertThat(post("", joined(primary, JPEG, PNG)).statusCode()).isEqualTo(400);
    assertNothingHeld();
  }

  /** A JPEG whose MPF index (CIPA DC-007) has one more picture, of 10 bytes, behind 90 kB. */
  private static byte[] announcing() {
    ByteBuffer index = ByteBuffer.allocate(4 + 4 + 8 + 2 + 2 * 12 + 4 + 32);
    index.putShort((short) 0xffe2).putShort((short) (index.capacity() - 2)).put(ascii("MPF\0"));
    index.put(ascii("MM\0*")).putInt(8).putShort((short) 2);
    index.putShort((short) 0xb001).putShort((short) 4).putInt(1).putInt(2);
    index.putShort((short) 0xb002).putShort((short) 7).putInt(32).putInt(38).putInt(0);
    index.putInt(0x20030000).putInt(JPEG.length).putLong(0);
    index.putInt(0).putInt(10).putInt(90_000).putInt(0);
    return joined(Arrays.copyOf(JPEG, 2), index.array(), Arrays.copyOfRange(JPEG, 2, JPEG.length));
  }

  @Test
  void severalImagesAreRefusedWithWhatToDo() throws Exception {
    start(atOnce);
    Map<String, byte[]> bodies =
        Map.of(
            "a file of several images", joined(JPEG, JPEG),
            "a stream of images", joined(ascii("--b\r\nContent-Type: image/jpeg\r\n\r\n"), JPEG),
            "an AVI video", joined(ascii("RIFF\0\0\0\0AVI LIST"), new byte[20]),
            "a ZIP archive", joined(new byte[] {'P', 'K', 3, 4}, new byte[30]),
            "gzip data", joined(new byte[] {31, (byte) 139, 8}, new byte[30]));
    for (Map.Entry<String, byte[]> body : bodies.entrySet()) {
      HttpResponse<String> response = post("", body.getValue());

      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(rejection(response).code()).isEqualTo(RejectionCode.UNSUPPORTED_FORMAT);
      assertThat(rejection(response).message())
          .isEqualTo(
              body.getKey()
                  + " is not one image: send it to the task port by itself, or send its images one"
                  + " by one");
    }
    assertNothingHeld();
  }
}
