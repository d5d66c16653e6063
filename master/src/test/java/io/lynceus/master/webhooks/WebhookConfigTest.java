package io.lynceus.master.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.lynceus.model.event.EventChange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookConfigTest {
  private static List<WebhookConfig> read(String text) {
    return WebhookConfig.all(ConfigFactory.parseString(text));
  }

  @Test
  void anAddressIsEnough() {
    WebhookConfig config = read("hall.url = \"http://192.0.2.7/x\"").get(0);
    assertThat(config.channel()).isEqualTo("webhook.hall");
    assertThat(config.types()).containsExactly(EventChange.Type.NEW);
    assertThat(config.image()).isEqualTo(WebhookConfig.Image.NONE);
    assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.body().format()).isEqualTo(BodyFormat.JSON);
    assertThat(config.secretFile()).isEmpty();
    assertThat(read("")).isEmpty();
  }

  @Test
  void eachKeyIsRead() {
    WebhookConfig config =
        read("""
        a.url = "http://h/"
        phone {
          url-file = /u, secret-file = /s, events = "new, end", image = attach
          image-bytes = 1 KiB, image-part = file, timeout = 100 ms, format = multipart
          template-file = /t, ca-file = /c
          headers { X-Title = hello }, header-files { Authorization = /a }
        }
        """)
            .get(1);
    assertThat(config)
        .isEqualTo(
            new WebhookConfig(
                "phone",
                "",
                Optional.of(Path.of("/u")),
                Optional.of(Path.of("/s")),
                Set.of(EventChange.Type.NEW, EventChange.Type.END),
                WebhookConfig.Image.ATTACH,
                1024,
                Duration.ofMillis(100),
                new WebhookConfig.Body(BodyFormat.MULTIPART, Optional.of(Path.of("/t")), "file"),
                new WebhookConfig.Headers(
                    Map.of("X-Title", "hello"), Map.of("Authorization", Path.of("/a"))),
                Optional.of(Path.of("/c"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A.url = x | webhooks.NAME is 1 to 40 of a-z 0-9 _ -, not 'A'",
        "a = x | webhooks.a is an object",
        "a {} | webhooks.a.url is set, or else webhooks.a.url-file is, not neither",
        "a { url = x, url-file = y } | webhooks.a.url is set",
        "a { url = x, events = [gone] } | webhooks.a.events is one of new, update, end, not 'gone'",
        "a { url = x, events = [] } | webhooks.a.events is some of",
        "a { url = x, image = big } | webhooks.a.image is one of none, link, attach",
        "a { url = x, image-bytes = 33 MiB } | webhooks.a.image-bytes is a size",
        "a { url = x, timeout = 5 } | webhooks.a.timeout is a time with its unit",
        "a { url = x, timeout = 61 s } | webhooks.a.timeout is a time from 100 ms",
        "a { url = x, format = xml } | webhooks.a.format is one of json, form, multipart, image",
        "a { url = x, format = form } | webhooks.a.template-file is a file",
        "a { url = x, format = image } | webhooks.a.image is attach",
        "a { url = x, format = image, image = attach, template-file = t } | template-file is empty",
        "a { url = x, format = form, image = attach, template-file = t } | webhooks.a.format is",
        "a { url = x, headers { Host = h } } | webhooks.a.headers.Host is left out",
        "a { url = x, headers { \"a b\" = h } } | is the name of a header",
        "a { url = x, headers { X = 1 }, header-files { x = f } } | is set once",
        "a { url = x, image-part = \"a b\" } | webhooks.a.image-part is"
      })
  void whatCannotBeIsNamed(String text, String why) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void twentyOneAreTooMany() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 21; i++) {
      text.append("a").append(i).append(".url = x\n");
    }
    assertThatThrownBy(() -> read(text.toString())).hasMessageContaining("at most 20");
  }
}
