package io.lynceus.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests of web pages are served. The allowed names are x and cams.example.com. */
class OriginCheckTest extends HttpServerFixture {
  private static final String OTHER_HOST = "does not answer to the name";
  private static final String OTHER_PAGE = "web pages of other hosts may not use this server";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:7080",
        "localhost.",
        "cam.localhost:1",
        "127.0.0.1",
        "127.9.8.7:7080",
        "192.168.1.20:7080",
        "[::1]",
        "[::1]:7080",
        "[fe80::1234]:7080",
        "[::ffff:127.0.0.1]",
        "cams.example.com",
        "Cams.Example.Com.:8443",
        "x",
        "",
      })
  void hostsThatNoPageCanTakeAreServed(String host) throws IOException {
    assertThat(get("/hello", "Host: " + host)).startsWith("HTTP/1.1 200 ");
    assertThat(rest(send("GET /hello HTTP/1.0~Host: " + host + "~~"))).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:7080",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.cams.example.com",
        "cams.example.com.evil.example",
        "xlocalhost",
        "y",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "0x7f.0.0.1",
      })
  void otherNamesAreMisdirected(String host) throws IOException {
    for (String path : List.of("/hello", "/nowhere", "/echo")) {
      String response = get(path, "Host: " + host);
      assertThat(response).startsWith("HTTP/1.1 421 ").contains(OTHER_HOST, "http.allowed-hosts");
    }
    assertThat(rest(send("GET /hello HTTP/1.0~Host: " + host + "~~"))).startsWith("HTTP/1.1 421 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "localhost@evil.example", "[::1", "::1", "localhost:port", "a/b"})
  void whatIsNoHostIsABadRequest(String host) throws IOException {
    assertThat(get("/hello", "Host: " + host)).startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET http://evil.example/hello HTTP/1.1~Host: localhost~~",
        "GET http://localhost/hello HTTP/1.1~Host: evil.example~~",
        "GET HTTPS://evil.example?hello HTTP/1.1~Host: localhost~~",
      })
  void aHostInTheFirstLineObeysTheSameRule(String request) throws IOException {
    assertThat(rest(send(request))).startsWith("HTTP/1.1 421 ").contains(OTHER_HOST);
  }

  @Test
  void aUserInTheFirstLineIsABadRequest() throws IOException {
    assertThat(rest(send("GET http://localhost@evil.example/hello HTTP/1.1~Host: localhost~~")))
        .startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "http://evil.example",
        "http://localhost:3000",
        "https://localhost:7080",
        "http://localhost",
        "null",
        "",
        "http://localhost:7080~Origin: http://evil.example",
        "file://",
        "http://localhost:7080@evil.example",
        "http://localhost:7080/",
      })
  void pagesOfOtherHostsAreRefused(String origin) throws IOException {
    String headers = "Host: localhost:7080~Origin: " + origin + "~Connection: close~~";
    for (String start : List.of("GET /hello", "GET /nowhere", "OPTIONS /hello")) {
      assertThat(rest(send(start + " HTTP/1.1~" + headers)))
          .startsWith("HTTP/1.1 403 ")
          .contains(OTHER_PAGE)
          .doesNotContainIgnoringCase("Access-Control");
    }
    assertThat(rest(send("POST /echo HTTP/1.1~Content-Length: 2~" + headers + "ab")))
        .startsWith("HTTP/1.1 403 ")
        .doesNotEndWith("ab\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: localhost:7080~Origin: http://localhost:7080~Sec-Fetch-Site: same-origin",
        "Host: LocalHost~Origin: http://localhost:80",
        "Host: [::1]:7080~Origin: http://[::1]:7080",
        "Host: x~Origin: HTTP://X",
        "Host: x~Sec-Fetch-Site: none~Sec-Fetch-Mode: navigate",
        "Host: x~Sec-Fetch-Site: cross-site~Sec-Fetch-Mode: navigate~Sec-Fetch-Dest: document",
      })
  void theOwnPageAndAFollowedLinkAreServed(String headers) throws IOException {
    assertThat(get("/hello", headers)).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /hello HTTP/1.1~Sec-Fetch-Site: cross-site",
        "GET /hello HTTP/1.1~Sec-Fetch-Site: same-site",
        "GET /hello HTTP/1.1~Sec-Fetch-Site: cross-site~Sec-Fetch-Mode: no-cors"
            + "~Sec-Fetch-Dest: image",
        "GET /hello HTTP/1.1~Sec-Fetch-Site: cross-site~Sec-Fetch-Mode: navigate"
            + "~Sec-Fetch-Dest: iframe",
        "POST /echo HTTP/1.1~Content-Length: 0~Sec-Fetch-Site: cross-site~Sec-Fetch-Mode: navigate"
            + "~Sec-Fetch-Dest: document",
      })
  void whatAPageLoadsFromAnotherHostIsRefused(String request) throws IOException {
    assertThat(rest(send(request + "~Host: localhost~Connection: close~~")))
        .startsWith("HTTP/1.1 403 ")
        .contains(OTHER_PAGE);
  }

  @Test
  void anOriginWithoutAHostIsRefused() throws IOException {
    assertThat(rest(send("GET /hello HTTP/1.0~Origin: http://localhost~~")))
        .startsWith("HTTP/1.1 403 ");
  }

  @Test
  void aRefusalEndsTheConnection() throws IOException {
    assertThat(rest(send("GET /hello HTTP/1.1~Host: y~~GET /hello HTTP/1.1~Host: x~~")))
        .startsWith("HTTP/1.1 421 ")
        .contains("Connection: close\r\n")
        .doesNotContain("hello\n");
  }

  @Test
  void theSettingIsAListOrATextWithCommas() {
    for (Object setting : List.of(List.of("A.example", "b."), "a.example, b", "a.example,,b,")) {
      AllowedHosts hosts = AllowedHosts.of(setting);
      assertThat(hosts.contains("a.example")).isTrue();
      assertThat(hosts.contains("b")).isTrue();
      assertThat(hosts.contains("c")).isFalse();
    }
    assertThat(AllowedHosts.of("").contains("a")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://a", "a:7080", "a b", "*", "a/", "[::1]"})
  void aWrongNameInTheSettingIsNamed(String name) {
    assertThatThrownBy(() -> AllowedHosts.of(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("http.allowed-hosts", name);
  }

  private String get(String path, String headers) throws IOException {
    return rest(send("GET " + path + " HTTP/1.1~" + headers + "~Connection: close~~"));
  }
}
