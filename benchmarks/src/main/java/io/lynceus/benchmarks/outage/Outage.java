package io.lynceus.benchmarks.outage;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.app.cli.OptionValues;
import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.Poll;
import io.lynceus.cluster.ProcessPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Kills those who are told of events, and counts what they were told. */
@Command(
    name = "outage",
    mixinStandardHelpOptions = true,
    description = {
      "Cameras in front of which a person comes and goes, by the task port and by FTP; a broker"
          + " and a receiver of webhooks that are killed at random and come back; cameras that are"
          + " killed in their uploads. When all are back: was each event of the store told, in the"
          + " order of its camera; is each acknowledged upload in the store once, and none that was"
          + " cut.",
      "A second cluster that tells nobody gets the same load in every fourth turn: what do replies"
          + " of the first one take longer? Needs mosquitto. Exit code 1: something was not told,"
          + " out of order, lost or doubled."
    })
final class Outage implements Callable<Integer> {
  private static final int CAMERAS = 4;
  private static final List<String> FTP_CAMERAS = List.of("ftp-1", "ftp-2");
  private static final int TURNS_A_ROUND = 4;
  private static final Duration FTP_PAUSE = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--minutes", description = "Of the load (default: ${DEFAULT-VALUE}).")
  private double minutes = 30;

  @Option(
      names = "--turn",
      converter = OptionValues.Time.class,
      defaultValue = "20s",
      description = "Of the load of one cluster (default: ${DEFAULT-VALUE}).")
  private Duration turn = Duration.ofSeconds(20);

  @Option(
      names = "--rate",
      description = "Stills a second by the task port (default: ${DEFAULT-VALUE}).")
  private double rate = 4;

  @Option(names = "--seed", description = "Of the faults (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--patience",
      converter = OptionValues.Time.class,
      defaultValue = "900s",
      description =
          "How long what is late may take once all are back; a webhook that has failed five times"
              + " waits for 10 minutes (default: ${DEFAULT-VALUE}).")
  private Duration patience = Duration.ofMinutes(15);

  private final Told byWebhook = new Told();
  private final Told byMqtt = new Told();

  public static void main(String[] args) {
    System.exit(new CommandLine(new Outage()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("lynceus-outage-");
    Scenery scenery = new Scenery(Path.of("samples"));
    PrintWriter out = spec.commandLine().getOut();
    try (Broker broker = Broker.start(folder);
        BrokerTap tap = new BrokerTap(broker.port(), "lynceus/events", byMqtt);
        Receiver receiver = new Receiver(byWebhook);
        LocalCluster quiet = cluster(folder.resolve("quiet"), Map.of());
        LocalCluster telling =
            cluster(
                folder.resolve("telling"),
                Map.of(
                    "mqtt.url",
                    "mqtt://127.0.0.1:" + tap.port(),
                    "webhooks.hall.url",
                    "http://127.0.0.1:" + receiver.port() + "/",
                    "webhooks.hall.events",
                    "new,update,end",
                    "webhooks.hall.timeout",
                    "1s"));
        FtpDoor door = FtpDoor.start(folder, telling, FTP_CAMERAS)) {
      StillLoad withoutLoad = new StillLoad(quiet.client(), scenery, CAMERAS, rate);
      StillLoad withLoad = new StillLoad(telling.client(), scenery, CAMERAS, rate);
      withoutLoad.warmUp(turn);
      withLoad.warmUp(turn);
      List<FtpUploads> uploads =
          IntStream.range(0, FTP_CAMERAS.size())
              .mapToObj(
                  i ->
                      new FtpUploads(
                          door.port(),
                          FTP_CAMERAS.get(i),
                          number -> scenery.still(CAMERAS + i, number),
                          FTP_PAUSE,
                          seed + i))
              .toList();
      Faults brokers = new Faults("broker", seed, killed(broker));
      Faults receivers = new Faults("receiver", seed + 1, killed(receiver));
      long end = System.nanoTime() + (long) (minutes * 60e9);
      for (int number = 0; System.nanoTime() - end < 0; number++) {
        (number % TURNS_A_ROUND == 0 ? withoutLoad : withLoad).run(turn);
      }
      for (FtpUploads camera : uploads) {
        camera.close();
      }
      out.printf(
          "%d outages of the broker, %d of the receiver%n", brokers.finish(), receivers.finish());
      out.printf(
          "replies without telling: %s%nreplies with telling:    %s%n",
          withoutLoad.times(), withLoad.times());
      boolean right = report(telling, uploads, out);
      out.println("logs and stores are in " + folder);
      out.flush();
      return right ? 0 : 1;
    }
  }

  private static LocalCluster cluster(Path logs, Map<String, String> settings)
      throws IOException, InterruptedException {
    Files.createDirectories(logs);
    Path cameras = logs.resolve("cameras.conf");
    String names =
        Stream.concat(IntStream.range(0, CAMERAS).mapToObj(StillLoad::camera), FTP_CAMERAS.stream())
            .map("cameras.%s {}%n"::formatted)
            .reduce("", String::concat);
    Files.writeString(cameras, names + "events { cooldown = 0 s, absent-time = 2 s }\n");
    ProcessPlan master =
        ProcessPlan.DEFAULT.with("store.enabled", "true").with("cameras.file", cameras.toString());
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      master = master.with(setting.getKey(), setting.getValue());
    }
    return LocalCluster.start(ClusterPlan.in(logs).withSlaves(1).withMaster(master));
  }

  private static List<Faults.Fault> killed(Broker broker) {
    return List.of(new Faults.Fault(broker::kill, broker::startAgain));
  }

  private static List<Faults.Fault> killed(Receiver receiver) {
    List<Faults.Fault> faults = new ArrayList<>();
    faults.add(new Faults.Fault(receiver::kill, receiver::startAgain));
    for (Receiver.Manner manner : Receiver.Manner.values()) {
      if (manner != Receiver.Manner.TAKES) {
        faults.add(
            new Faults.Fault(
                () -> receiver.behave(manner), () -> receiver.behave(Receiver.Manner.TAKES)));
      }
    }
    return faults;
  }

  /** Waits for what is late, prints what is wrong, and returns whether nothing is. */
  private boolean report(LocalCluster cluster, List<FtpUploads> uploads, PrintWriter out)
      throws IOException, InterruptedException {
    out.flush();
    long begun = System.nanoTime();
    var unused =
        Poll.until(
            POLL,
            patience,
            () -> {
              List<JsonNode> events = lines(cluster, "/v1/events");
              return byWebhook.missing(events).isEmpty()
                  && byMqtt.missing(events).isEmpty()
                  && Told.differences(byWebhook, byMqtt).isEmpty();
            });
    List<JsonNode> events = lines(cluster, "/v1/events");
    out.printf(
        "%d events in the store; %.0f s until all was told%n",
        events.size(), (System.nanoTime() - begun) / 1e9);
    List<String> wrong = new ArrayList<>();
    check("webhooks", byWebhook, events, wrong, out);
    check("MQTT", byMqtt, events, wrong, out);
    Told.differences(byWebhook, byMqtt)
        .forEach(camera -> wrong.add(camera + ": webhooks and MQTT were told different things"));
    wrong.addAll(uploadFaults(lines(cluster, "/v1/results"), uploads, out));
    wrong.stream().limit(20).forEach(fault -> out.println("WRONG: " + fault));
    out.println(wrong.isEmpty() ? "all is as it should be" : wrong.size() + " things are wrong");
    return wrong.isEmpty() && !events.isEmpty();
  }

  private static void check(
      String receiver, Told told, List<JsonNode> events, List<String> wrong, PrintWriter out)
      throws IOException {
    out.printf("%s: %s%n", receiver, told.counts());
    told.missing(events).forEach(change -> wrong.add(receiver + " was not told: " + change));
    told.disorder().forEach(change -> wrong.add(receiver + " out of order: " + change));
    if (told.unreadable() > 0) {
      wrong.add(receiver + " was told what is no change of an event");
    }
  }

  /** Compares uploads with the names in the store. */
  private static List<String> uploadFaults(
      List<JsonNode> results, List<FtpUploads> uploads, PrintWriter out) {
    Map<String, Integer> stored = new HashMap<>();
    for (JsonNode result : results) {
      JsonNode reply = result.path("reply");
      if (reply.path("status").asText().equals("complete")) {
        String name = reply.path("name").asText();
        stored.merge(name.substring(name.lastIndexOf('/') + 1), 1, Integer::sum);
      }
    }
    List<String> wrong = new ArrayList<>();
    Set<String> acknowledged = new HashSet<>();
    Set<String> cut = new HashSet<>();
    int refused = 0;
    for (FtpUploads camera : uploads) {
      acknowledged.addAll(camera.acknowledged);
      cut.addAll(camera.cut);
      refused += camera.refused.get();
    }
    for (String name : acknowledged) {
      int times = stored.getOrDefault(name, 0);
      if (times != 1) {
        wrong.add(name + " was acknowledged by FTP and is in the store " + times + " times");
      }
    }
    cut.stream()
        .filter(stored::containsKey)
        .forEach(name -> wrong.add(name + " was cut and is in the store as complete"));
    out.printf(
        "%d uploads by FTP acknowledged, %d cut, %d refused%n",
        acknowledged.size(), cut.size(), refused);
    return wrong;
  }

  private static List<JsonNode> lines(LocalCluster cluster, String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + cluster.httpPort() + path).toURL().openConnection();
    connection.setRequestProperty("Accept", "application/x-ndjson");
    try (InputStream body = connection.getInputStream()) {
      List<JsonNode> lines = new ArrayList<>();
      for (String line : new String(body.readAllBytes(), UTF_8).lines().toList()) {
        lines.add(JSON.readTree(line));
      }
      return lines;
    }
  }
}
