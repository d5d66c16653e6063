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
