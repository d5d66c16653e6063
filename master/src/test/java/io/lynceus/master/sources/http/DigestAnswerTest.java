package io.lynceus.master.sources.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of RFC 7616, 3.9, and what cameras do beside it. */
class DigestAnswerTest {
  private static final String FIELD =
      "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=%s,"
          + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
          + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
  private static final String CLIENT_NONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

  private static DigestAnswer answer(String... fields) {
    return DigestAnswer.to(
            Challenge.read(List.of(fields)), "Mufasa", "Circle of Life", () -> CLIENT_NONCE)
        .orElseThrow();
  }

  @Test
  void theExampleWithMd5() {
    assertThat(answer(FIELD.formatted("MD5")).next("GET", "/dir/index.html"))
        .contains("response=\"8ca523f5e9506fed4657c9700eebdbec\"")
        .contains("username=\"Mufasa\"")
        .contains("uri=\"/dir/index.html\"")
        .contains("qop=auth, nc=00000001")
        .contains("opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
  }

  @Test
  void theExampleWithSha256() {
    assertThat(answer(FIELD.formatted("SHA-256")).next("GET", "/dir/index.html"))
        .contains("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"");
  }

  @Test
  void theBetterOfTwoChallengesIsAnswered() {
    assertThat(answer(FIELD.formatted("MD5"), FIELD.formatted("SHA-256")).next("GET", "/"))
        .contains("algorithm=SHA-256");
    assertThat(answer(FIELD.formatted("MD5") + ", " + FIELD.formatted("SHA-256")).next("GET", "/"))
        .contains("algorithm=SHA-256");
  }

  @Test
  void aNonceIsUsedAgainWithTheNextCount() {
    DigestAnswer answer = answer(FIELD.formatted("MD5"));
    String first = answer.next("GET", "/");
    assertThat(answer.next("GET", "/")).contains("nc=00000002").isNotEqualTo(first);
  }

  /** The example of RFC 2617, 3.5, without what RFC 2069 did not have. */
  @Test
  void aChallengeWithoutQopIsAnsweredAsOfOld() {
    List<Challenge> old =
        Challenge.read(
            List.of(
                "Digest"
                    + " realm=\"testrealm@host.com\",nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\""));
    String header =
        DigestAnswer.to(old, "Mufasa", "Circle Of Life", () -> "x")
            .orElseThrow()
            .next("GET", "/dir/index.html");
    assertThat(header)
        .contains("response=\"670fd8c2df070c60b045671b8b24ff02\"")
        .doesNotContain("qop", "nc=", "cnonce");
  }

  @Test
  void aUserIsHashedWhereTheCameraWantsThat() {
    assertThat(answer(FIELD.formatted("SHA-256") + ", userhash=true").next("GET", "/"))
        .contains("userhash=true")
        .doesNotContain("Mufasa");
  }

  @Test
  void aQuoteOrBackslashInANameIsEscaped() {
    String header =
        DigestAnswer.to(
                Challenge.read(List.of("Digest realm=\"a\\\"b\", nonce=n")),
                "u\"\\",
                "p",
                () -> "c")
            .orElseThrow()
            .next("GET", "/");
    assertThat(header).contains("username=\"u\\\"\\\\\"").contains("realm=\"a\\\"b\"");
  }

  @Test
  void whatIsNotKnownIsNotAnswered() {
    for (String field :
        List.of(
            "Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256",
            "Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"",
            "Digest realm=\"r\"",
            "Bearer realm=\"r\"",
            "",
            "\"\"\"",
            "Digest " + "x=\"".repeat(2000))) {
      assertThat(DigestAnswer.to(Challenge.read(List.of(field)), "u", "p", () -> "c"))
          .as(field)
          .isEmpty();
    }
  }

  @Test
  void aLongFieldOfAStrangerIsReadInItsTime() {
    assertThat(Challenge.read(List.of("Digest a=\"" + "\\\\".repeat(2000) + "\"", "Basic a=b")))
        .hasSize(2);
    assertThat(Challenge.read(List.of("x".repeat(5000)))).isEmpty();
  }
}
