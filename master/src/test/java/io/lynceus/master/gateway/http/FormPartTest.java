package io.lynceus.master.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormPartTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "filename=\"a b.jpg\" | a b.jpg",
        "filename=a.jpg; x=y | a.jpg",
        "FileName = \"Über.jpg\" | Über.jpg",
        "filename=\"say \\\"hi\\\".jpg\" | say \"hi\".jpg",
        "filename=\"say %22hi%22%0D%0a.jpg\" | ~say \"hi\"\r\n.jpg~",
        "filename=\"a%20b 100%.jpg\" | a%20b 100%.jpg",
        "filename=\"%C3%9Cber%201.jpg\" | Über 1.jpg",
        "filename=\"a;name=b.jpg\" | a;name=b.jpg",
        "filename=\"\" | ~~",
      })
  void fileNamesComeAsTheirSendersMeanThem(String parameters, String name) {
    FormPart part = part("name=\"file\"; " + parameters, UTF_8);
    assertThat(part.field()).isEqualTo("file");
    assertThat(part.fileName().orElse("")).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8''%C3%9Cber%201.jpg, Über 1.jpg",
    "utf-8'de'%e2%82%ac.jpg, €.jpg",
    "iso-8859-1''%DCber.jpg, Über.jpg",
    "UTF-8''%DCber.jpg, %DCber.jpg",
    "klingon''%DCber.jpg, %DCber.jpg",
    "UTF-8''a+b%, a+b%"
  })
  void anExtendedNameCountsMoreThanAPlainOne(String value, String name) {
    assertThat(part("filename*=" + value + "; filename=old.jpg", UTF_8).fileName()).contains(name);
    assertThat(part("filename=old.jpg; filename*=" + value, UTF_8).fileName()).contains(name);
    assertThat(part("filename*=" + value, UTF_8).fileName()).contains(name);
  }

  @Test
  void aNameInLatin1IsEscaped() {
    FormPart part = part("name=\"Tür\"; filename=\"Über 50%.jpg\"", ISO_8859_1);
    assertThat(part.fileName()).contains("%DCber 50%25.jpg");
    assertThat(part.field()).isEqualTo("T%FCr");
  }

  @ParameterizedTest
  @CsvSource({
    "C:\\Users\\cam\\a.jpg, a.jpg",
    "d:\\a.jpg, a.jpg",
    "C:/pictures/a.jpg, a.jpg",
    "\\\\server\\share\\front door\\a.jpg, a.jpg",
    "C:\\\\Users\\\\cam\\\\a.jpg, a.jpg",
    "front/a.jpg, front/a.jpg",
    "front\\a.jpg, front\\a.jpg",
    "/home/cam/a.jpg, /home/cam/a.jpg",
    "a: b.jpg, a: b.jpg"
  })
  void ofAWindowsPathTheLastPartIsTheName(String sent, String name) {
    assertThat(part("filename=\"" + sent + "\"", UTF_8).fileName()).contains(name);
  }

  @Test
  void otherLinesArePassedOver() {
    FormPart part = new FormPart();
    for (String line : new String[] {"", ":", "x", "X-Y: name=z", "Content-Disposition", "Ü: ü"}) {
      part.header(line.getBytes(UTF_8));
    }
    assertThat(part.field()).isEmpty();
    assertThat(part.fileName()).isEmpty();
  }

  private static FormPart part(String parameters, Charset charset) {
    FormPart part = new FormPart();
    part.header(("content-disposition: form-data; " + parameters).getBytes(charset));
    return part;
  }
}
