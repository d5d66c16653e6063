package io.lynceus.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.client.TaskClient;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import io.lynceus.model.Reply.Status;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares the metrics of a real master and slave with those that the dashboard and the docs use.
 */
class MetricsIT {
  private static final Path DASHBOARD = Path.of("../docker/grafana/lynceus.json");
  private static final Path ALERTS = Path.of("../docs/metrics.md");
  private static final Pattern LISTENING = Pattern.compile("listening http=\\S*?:(\\d+)");

  /** A metric in a query: a name that is not a function's, and its label selector. */
  private static final Pattern ASKED =
      Pattern.compile("\\b([a-z_][a-z0-9_]*)\\b(?!\\s*\\()(\\{[^}]*})?");

  private static final Pattern MATCHER = Pattern.compile("(\\w+)(=|!=|=~|!~)\"([^\"]*)\"");
  private static final Pattern NAMED = Pattern.compile("`(lynceus_\\w+|process_\\w+)[`{]");

  private static final Pattern ALERT = Pattern.compile("^\\| `((lynceus|process)_\\w+)");

  @TempDir private Path logs;

  @Test
  void dashboardAndDocsUseExistingMetrics() throws Exception {
    Path cameras = Files.writeString(logs.resolve("cameras.conf"), "cameras.front {}");
    ProcessPlan master =
        ProcessPlan.DEFAULT
            .with("cameras.file", cameras.toString())
            .with("store.enabled", "true")
            .with("mqtt.url", "mqtt://127.0.0.1:1")
            .with("webhooks.hall.url", "http://127.0.0.1:1/");
    try (LocalCluster cluster =
        LocalCluster.start(ClusterPlan.in(logs).withSlaves(1).withMaster(master))) {
      try (TaskClient client = TaskClient.connect(cluster.client())) {
        Ask ask = Ask.DEFAULT.withCamera(Optional.of(new Camera("front")));
        var reply = client.submit(TestImages.jpeg(320, 240, 1), ask);
        assertThat(reply.get(60, TimeUnit.SECONDS).status()).isEqualTo(Status.COMPLETE);
      }
      List<String> page = scrape(cluster.httpPort());
      List<String> slave = scrape(healthPort(cluster));
      assertThat(page)
          .contains("lynceus_camera_stills{camera=\"front\"} 1.0")
          .contains("lynceus_images_total{status=\"complete\"} 1.0")
          .contains("lynceus_attempts_total{kind=\"first\"} 4.0")
          .contains("lynceus_slots{slave=\"slave-1\"} 3.0")
          .contains("lynceus_connections{port=\"slaves\"} 1.0");
      assertThat(slave)
          .contains("lynceus_slave_units_total{analysis=\"faces\",outcome=\"ok\"} 1.0")
          .contains("lynceus_slave_connected 1.0");
      List<String> all = Stream.concat(page.stream(), slave.stream()).toList();
      assertThat(queries()).hasSizeGreaterThan(20).allSatisfy(query -> checkQuery(query, all));
      assertThat(String.join("\n", queries()))
          .as("an operator whom an alert wakes looks at the dashboard")
          .contains(withAlerts());
      assertThat(namedInHandbook()).hasSizeGreaterThan(5).isSubsetOf(names(all));
    }
  }

  private static int healthPort(LocalCluster cluster) throws Exception {
    Matcher listening = LISTENING.matcher(Files.readString(cluster.process("slave-1").log()));
    assertThat(listening.find()).isTrue();
    return Integer.parseInt(listening.group(1));
  }

  private static List<String> scrape(int port) throws Exception {
    HttpResponse<String> page = HttpPage.get(port, "/metrics");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain;version=0.0.4");
    return page.body().lines().toList();
  }

  private static List<String> queries() throws Exception {
    JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
    return dashboard.findValuesAsText("expr");
  }

  private static Set<String> names(List<String> page) {
    return page.stream()
        .filter(line -> !line.startsWith("# HELP"))
        .map(
            line -> line.replaceAll("^# TYPE |[{ ].*", "")) // histograms also under their own names
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void checkQuery(String query, List<String> page) {
    String bare =
        query
            .replaceAll("\\b(by|without|on|ignoring)\\s*\\([^)]*\\)", "")
            .replaceAll("\\[[^]]*]", "")
            .replaceAll("\\$\\w+", "");
    Matcher asked = ASKED.matcher(bare);
    int metrics = 0;
    for (; asked.find(); metrics++) {
      String name = asked.group(1);
      Matcher matcher = MATCHER.matcher(String.valueOf(asked.group(2)));
      List<String> series = page.stream().filter(line -> line.matches(name + "[{ ].*")).toList();
      assertThat(series).as("%s in %s", name, query).isNotEmpty();
      while (matcher.find()) {
        checkLabel(matcher, series, query);
      }
    }
    assertThat(metrics).as(query).isPositive();
  }

  /** The label must exist, unless it is {@code job}, which Prometheus adds. */
  private static void checkLabel(Matcher matcher, List<String> series, String query) {
    String label = matcher.group(1);
    String values =
        matcher.group(2).endsWith("~") ? matcher.group(3) : Pattern.quote(matcher.group(3));
    if (!label.equals("job")) {
      Pattern line = Pattern.compile("[{,]" + label + "=\"(" + values + ")\"");
      assertThat(series).as("%s in %s", label, query).anyMatch(line.asPredicate());
    }
  }

  /** Those that begin a row of the table of alerts. */
  private static List<String> withAlerts() throws Exception {
    return Files.readAllLines(ALERTS).stream()
        .map(ALERT::matcher)
        .filter(Matcher::find)
        .map(row -> row.group(1))
        .toList();
  }

  private static Set<String> namedInHandbook() throws Exception {
    return NAMED
        .matcher(Files.readString(ALERTS))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
