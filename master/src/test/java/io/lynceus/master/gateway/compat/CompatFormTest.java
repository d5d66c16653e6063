package io.lynceus.master.gateway.compat;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static io.lynceus.master.gateway.SampleImages.joined;
import static io.lynceus.master.gateway.compat.ServedCompatPort.form;
import static io.lynceus.master.gateway.compat.ServedCompatPort.part;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.master.gateway.HeldMemory;
import io.lynceus.master.gateway.items.ImageBuffer;
import io.lynceus.model.image.ImageLimits;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which picture and which fields are found in a form. */
class CompatFormTest {
  private static final String TYPE = "multipart/form-data; boundary=xx";
  private static final int IMAGE_BYTES = 10_000;

  private final HeldMemory held = new HeldMemory(1 << 20, 1, () -> 0);
  private final ByteBudget budget = held.open(InetAddress.getLoopbackAddress(), why -> {});

  private CompatForm emptyForm(CompatDialect dialect, String type) throws FailureException {
    return new CompatForm(
        new ImageLimits(
            IMAGE_BYTES,
            MasterDefaults.GATEWAY.images().pixels(),
            MasterDefaults.GATEWAY.images().side()),
        budget,
        Endpoint.DETECTION,
        dialect,
        type);
  }

  private CompatForm taken(CompatDialect dialect, byte[] body) throws FailureException {
    CompatForm form = emptyForm(dialect, TYPE);
    form.take(ByteBuffer.wrap(body));
    return form;
  }

  private byte[] picture(CompatDialect dialect, byte[] body) throws FailureException {
    ImageBuffer picture = taken(dialect, body).picture();
    return Arrays.copyOf(picture.upTo(picture.size()).array(), picture.size());
  }

  private Failure failure(CompatDialect dialect, byte[] body) {
    try {
      taken(dialect, body).picture();
    } catch (FailureException e) {
      return e.failure();
    }
    throw new AssertionError("a picture was found");
  }

  @ParameterizedTest
  @EnumSource(CompatDialect.class)
  void theFieldImageIsThePictureHoweverItIsWritten(CompatDialect dialect) throws Exception {
    for (String disposition :
        List.of(
            "name=\"image\"; filename=\"a.jpg\"",
            "name=image; filename=a.jpg",
            "name=\"image\"",
            "name=\"image\"; filename=\"\"",
            "filename=\"a.jpg\"; name=\"image\"")) {
      assertThat(picture(dialect, form(part(disposition, JPEG)))).isEqualTo(JPEG);
    }
    byte[] typed =
        joined(
            "--xx\r\ncontent-type: application/octet-stream\r\ncontent-disposition: form-data; name=image\r\n\r\n"
                .getBytes(UTF_8),
            JPEG,
            "\r\n--xx--".getBytes(UTF_8));
    assertThat(picture(dialect, typed)).isEqualTo(JPEG);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data; boundary=\"xx\"",
        "Multipart/Form-Data;boundary=xx",
        "multipart/form-data; charset=utf-8; boundary=xx"
      })
  void theBoundaryIsFoundHoweverItIsWritten(String type) throws Exception {
    CompatForm form = emptyForm(CompatDialect.DEEPSTACK, type);
    form.take(ByteBuffer.wrap(form(part("name=image", JPEG))));
    assertThat(form.picture().size()).isEqualTo(JPEG.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "image/jpeg", "multipart/mixed; boundary=xx", "multipart/form-data"})
  void whatIsNoFormIsToldWhatToSend(String type) {
    assertThatThrownBy(() -> emptyForm(CompatDialect.DEEPSTACK, type))
        .hasMessageContaining("curl -F image");
  }

  @Test
  void codeProjectTakesTheFirstFileOfAnyName() throws Exception {
    byte[] two =
        form(
            part("name=\"min_confidence\"", "0.3"),
            part("name=\"snapshot\"; filename=\"one.png\"", PNG),
            part("name=\"image\"; filename=\"two.jpg\"", JPEG));
    assertThat(picture(CompatDialect.CODEPROJECT, two)).isEqualTo(PNG);
    assertThat(picture(CompatDialect.DEEPSTACK, two)).isEqualTo(JPEG);
    assertThat(taken(CompatDialect.CODEPROJECT, two).field("min_confidence")).contains("0.3");
    assertThat(taken(CompatDialect.DEEPSTACK, two).fileName()).contains("two.jpg");
  }

  @Test
  void aPictureWithoutAFileNameIsAFileToCodeProject() throws Exception {
    byte[] nameless = form(part("name=\"file\"", JPEG));
    assertThat(picture(CompatDialect.CODEPROJECT, nameless)).isEqualTo(JPEG);
    assertThat(failure(CompatDialect.DEEPSTACK, nameless).words())
        .contains("No valid image file found");
  }

  @Test
  void deepStackWantsTheFieldImage() {
    Failure none = failure(CompatDialect.DEEPSTACK, form(part("name=photo; filename=a.jpg", JPEG)));
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.words()).contains("No valid image file found");
    assertThat(none.message()).contains("the field 'image'");
  }

  @Test
  void fieldsThatNobodyAsksForArePassedOver() throws Exception {
    byte[] body =
        form(
            part("name=\"api_key\"", ""),
            part("name=\"api_key\"", "later"),
            part("name=\"x\"", "y"),
            part("name=image; filename=a.jpg", JPEG));
    assertThat(taken(CompatDialect.DEEPSTACK, body).field("api_key")).contains("");
    assertThat(picture(CompatDialect.DEEPSTACK, body)).isEqualTo(JPEG);
  }

  @ParameterizedTest
  @EnumSource(CompatDialect.class)
  void sixteenPartsAreTakenAndNotOneMore(CompatDialect dialect) throws Exception {
    byte[] field = part("name=x", "y");
    byte[] fifteen = joined(Collections.nCopies(15, field).toArray(byte[][]::new));
    byte[] image = part("name=image; filename=a.jpg", JPEG);
    assertThat(picture(dialect, form(fifteen, image))).isEqualTo(JPEG);
    assertThat(failure(dialect, form(fifteen, image, field)).message()).contains("16 parts");
    byte[] many = joined(Collections.nCopies(10_000, field).toArray(byte[][]::new));
    assertThat(failure(dialect, form(many)).message()).contains("16 parts");
  }

  @Test
  void fieldsHaveTheirBoundAndFilesTheirs() throws Exception {
    byte[] image = part("name=image; filename=a.jpg", JPEG);
    byte[] fits = part("name=x", "y".repeat(CompatForm.MOST_BESIDES - 500));
    assertThat(picture(CompatDialect.DEEPSTACK, form(fits, image))).isEqualTo(JPEG);
    byte[] tooMuch = part("name=x", "y".repeat(CompatForm.MOST_BESIDES));
    assertThat(failure(CompatDialect.DEEPSTACK, form(tooMuch, image)).message())
        .contains("65536 bytes");
    byte[] header =
        ("--xx\r\nContent-Disposition: form-data; name=\"" + "a".repeat(9000) + "\"\r\n\r\n")
            .getBytes(UTF_8);
    assertThat(failure(CompatDialect.DEEPSTACK, joined(header, form(image))).message())
        .contains("header is too long");
    byte[] rest = new byte[IMAGE_BYTES - JPEG.length];
    byte[] other = part("name=other; filename=b.bin", rest);
    assertThat(picture(CompatDialect.DEEPSTACK, form(other, image))).isEqualTo(JPEG);
    byte[] more = part("name=other; filename=b.bin", Arrays.copyOf(rest, rest.length + 1));
    assertThat(failure(CompatDialect.DEEPSTACK, form(more, image)).message())
        .contains("limits.image-bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--xx",
        "--xx\r\n",
        "--xx\r\nContent-Disposition: form-data; name=image; filename=a.jpg\r\n\r\n\u00ff\u00d8",
        "--yy\r\nContent-Disposition: form-data; name=image\r\n\r\nx\r\n--yy--\r\n",
        "--xx--\r\n",
        "--xx\r\n\r\n\r\n--xx--\r\n",
        "--xx\r\nContent-Disposition: form-data; name=image; filename=a.jpg\r\n\r\n\r\n--xx--\r\n"
      })
  void aFormWithoutAnEndOrAPictureIsRefused(String body) {
    Failure failure = failure(CompatDialect.CODEPROJECT, body.getBytes(ISO_8859_1));
    assertThat(failure.words()).contains("No valid image file found");
    assertThat(failure.ofRequest()).isTrue();
  }

  @Test
  void aFormInAFormIsAFileThatIsNoPicture() throws Exception {
    byte[] inner =
        "--yy\r\nContent-Disposition: form-data; name=image\r\n\r\nx\r\n--yy--\r\n".getBytes(UTF_8);
    byte[] nested =
        joined(
            "--xx\r\nContent-Disposition: form-data; name=image; filename=f\r\nContent-Type: multipart/mixed; boundary=yy\r\n\r\n"
                .getBytes(UTF_8),
            inner,
            "\r\n--xx--\r\n".getBytes(UTF_8));
    assertThat(picture(CompatDialect.DEEPSTACK, nested)).isEqualTo(inner);
  }

  @Test
  void aFileInBase64IsRefused() {
    byte[] body =
        "--xx\r\nContent-Disposition: form-data; name=image; filename=f\r\nContent-Transfer-Encoding: base64\r\n\r\n/9j/\r\n--xx--\r\n"
            .getBytes(UTF_8);
    assertThat(failure(CompatDialect.DEEPSTACK, body).message()).contains("base64");
  }

  @Test
  void allMemoryIsGivenBack() throws Exception {
    CompatForm form = taken(CompatDialect.DEEPSTACK, form(part("name=image", JPEG)));
    assertThat(held.taken()).isPositive();
    form.clear();
    assertThat(held.taken()).isZero();
  }
}
