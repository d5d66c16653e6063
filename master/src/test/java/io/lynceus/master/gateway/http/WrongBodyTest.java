package io.lynceus.master.gateway.http;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrongBodyTest {
  private static final String URL_ENCODED = "application/x-www-form-urlencoded; charset=utf-8";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data:image/jpeg;base64,/9j/ | a data: URI",
        "{\"image\":\"/9j/4AAQ\"} | JSON",
        "[{ } ] | JSON",
        "http://camera/snap.jpg | an address",
        "--xyz~Content-Disposition: form-data; name=image~~x~--xyz--~ | a form",
      })
  void whatIsSentInPlaceOfAnImageIsNamed(String body, String kind) {
    String text = body.replace("~", "\r\n");
    assertThat(wrong(text.getBytes(UTF_8), "").orElseThrow())
        .startsWith("the body is " + kind)
        .endsWith(
            ": send the bytes of the image as the body (curl --data-binary @FILE) or as a file of a"
                + " form (curl -F image=@FILE), and options in the query");
  }

  @Test
  void base64OfAnImageIsNamed() {
    for (byte[] image : new byte[][] {JPEG, PNG}) {
      for (Base64.Encoder encoder :
          new Base64.Encoder[] {
            Base64.getEncoder(), Base64.getMimeEncoder(), Base64.getUrlEncoder()
          }) {
        assertThat(wrong(encoder.encode(image), "image/jpeg").orElseThrow())
            .startsWith("the body is an image in base64: ");
      }
    }
  }

  @Test
  void whatCurlHasStrippedIsToldToTakeAnotherOption() {
    for (byte[] image : new byte[][] {JPEG, PNG}) {
      String stripped = new String(image, ISO_8859_1).replaceAll("[\\r\\n\\x00]", "");
      assertThat(wrong(stripped.getBytes(ISO_8859_1), URL_ENCODED).orElseThrow())
          .contains("curl -d", "--data-binary @FILE");
      assertThat(wrong(image, URL_ENCODED)).isEmpty();
    }
    assertThat(wrong("image=@cam1.jpg".getBytes(UTF_8), URL_ENCODED).orElseThrow())
        .contains("text in place of an image", "-F image=@FILE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GIF89a.....", "no image", "{ no JSON", "/9j/", "iVBORw0KGgo", "x{\"a\":1}"})
  void otherBytesAreLeftToTheReadersOfImages(String body) {
    assertThat(wrong(body.getBytes(UTF_8), "image/png")).isEmpty();
  }

  private static Optional<String> wrong(byte[] body, String type) {
    return WrongBody.of(ByteBuffer.wrap(body), "the body", type);
  }
}
