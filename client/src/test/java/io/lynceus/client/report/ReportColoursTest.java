package io.lynceus.client.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.common.page.PageStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The colours of pages, light and dark, by the contrast that WCAG 2.2 asks for. */
class ReportColoursTest {
  private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): (#[0-9a-f]{3,6})");
  private static final String STYLE = PageStyle.base();

  @Test
  void textsCanBeReadAndEdgesOfControlsBeSeen() {
    int dark = STYLE.indexOf("prefers-color-scheme: dark");
    int end = STYLE.indexOf("\n}\n", dark);
    for (String theme : List.of(STYLE.substring(0, dark), STYLE.substring(dark, end))) {
      Map<String, String> colours = colours(theme);
      for (String ground : List.of("page", "panel")) {
        for (String text : List.of("text", "soft", "good", "warn", "bad", "unsure", "accent")) {
          assertThat(contrast(colours.get(text), colours.get(ground)))
              .as("%s on %s", text, ground)
              .isGreaterThanOrEqualTo(4.5);
        }
        assertThat(contrast(colours.get("line"), colours.get(ground)))
            .as("a control's edge on %s", ground)
            .isGreaterThanOrEqualTo(3);
      }
      assertThat(contrast(colours.get("on-accent"), colours.get("accent")))
          .isGreaterThanOrEqualTo(4.5);
    }
  }

  @Test
  void allPagesAskForLessMotionWherePeopleDo() {
    assertThat(STYLE).contains("prefers-reduced-motion: reduce");
    assertThat(Template.resource("report.css").text()).doesNotContain("animation", "transition");
  }

  private static Map<String, String> colours(String style) {
    Map<String, String> colours = new HashMap<>();
    Matcher colour = COLOUR.matcher(style);
    while (colour.find()) {
      colours.put(colour.group(1), colour.group(2));
    }
    return colours;
  }

  private static double contrast(String one, String other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(String colour) {
    String digits = colour.substring(1);
    if (digits.length() == 3) {
      digits = digits.replaceAll("(.)", "$1$1");
    }
    int rgb = Integer.parseInt(digits, 16);
    return 0.2126 * linear(rgb >> 16)
        + 0.7152 * linear(rgb >> 8 & 255)
        + 0.0722 * linear(rgb & 255);
  }

  private static double linear(int channel) {
    double value = channel / 255.0;
    return value <= 0.03928 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
