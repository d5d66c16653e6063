package io.lynceus.app.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.org/a.onnx",
        "HTTPS://example.org:8443/a",
        "http://localhost:8000/a.onnx",
        "http://127.0.0.1/a",
        "http://[::1]:8000/a"
      })
  void httpsIsFetchedAndHttpOfThisMachine(String address) throws IOException {
    assertThat(Origin.of(address)).isEqualTo(URI.create(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.org/a.onnx",
        "http://127.0.0.1.example.org/a",
        "http://localhost.example.org/a",
        "http://10.0.0.1/a",
        "ftp://localhost/a",
        "file:///etc/passwd",
        "https://user:password@example.org/a",
        "https:///a",
        "a.onnx",
        "https://example.org/a b"
      })
  void nothingElseIsFetched(String address) {
    assertThatThrownBy(() -> Origin.of(address)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.org/a/b, c, https://example.org/a/c",
    "https://example.org/a, https://other.example/x, https://other.example/x",
    "http://127.0.0.1:1/a, /b, http://127.0.0.1:1/b",
    "http://127.0.0.1:1/a, https://example.org/b, https://example.org/b"
  })
  void anAddressMayLeadToOneThatIsFetchedItself(String from, String location, String to)
      throws IOException {
    assertThat(Origin.redirected(URI.create(from), location)).isEqualTo(URI.create(to));
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.org/a, http://example.org/b",
    "https://example.org/a, http://127.0.0.1/b",
    "https://example.org/a, https://localhost/b",
    "http://127.0.0.1:1/a, http://example.org/b",
    "https://example.org/a, file:///etc/passwd",
    "https://example.org/a, ht tp"
  })
  void anAddressLeadsNeitherToPlainHttpNorFromOutsideToThisMachine(String from, String location) {
    assertThatThrownBy(() -> Origin.redirected(URI.create(from), location))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aRefusalSaysWhatIsTaken() {
    assertThatThrownBy(() -> Origin.of("http://example.org/a"))
        .hasMessage(
            "nothing is fetched from http://example.org/a: only https, or http on this machine");
  }
}
