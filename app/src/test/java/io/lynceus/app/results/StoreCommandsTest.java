package io.lynceus.app.results;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lynceus.app.Run;
import io.lynceus.app.cli.AdminTokenFile;
import io.lynceus.master.gateway.search.StoreJson;
import io.lynceus.store.ResultStore;
import io.lynceus.store.StoreConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands against an HTTP port that answers what it was told to. */
class StoreCommandsTest {
  private static final String CLIENT = "the-token-of-clients";

  private static final String RESULT =
      "{\"id\":\"a\",\"at\":\"2026-11-29T13:05:00Z\",\"reply\":{\"camera\":\"gate\",\"status\":\"complete\",\"counts\":{\"person\":1}}}";

  @TempDir private Path folder;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Queue<String> answers = new ArrayDeque<>();
  private volatile String adminToken = "";
  private volatile int status = 200;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("Accept"));
    boolean stranger =
        !adminToken.isEmpty()
            && !("Bearer " + adminToken)
                .equals(exchange.getRequestHeaders().getFirst("Authorization"));
    String answer = stranger ? "{\"detail\":\"no\"}" : answers.remove();
    boolean client =
        ("Bearer " + CLIENT).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    exchange.sendResponseHeaders(stranger ? (client ? 403 : 401) : status, 0);
    exchange.getResponseBody().write(answer.getBytes(UTF_8));
    exchange.close();
  }

  private String http() {
    return "--http=127.0.0.1:" + server.getAddress().getPort();
  }

  private Run results(String... arguments) {
    return run(new ResultsCommand(Map.of()), arguments);
  }

  private Run erase(String... arguments) {
    return run(
        new EraseCommand(Map.of("LYNCEUS_ADMIN_TOKEN", "the-admins-token"), null), arguments);
  }

  @Test
  void eachOptionOfEventsIsAParameter() {
    answers.add(
        "{\"events\":[{\"kind\":\"arrived\",\"label\":\"person\",\"camera\":\"gate\",\"started\":\"2026-11-29T13:05:00Z\",\"ended\":\"2026-11-29T13:05:09Z\"}],\"next\":\"c1\"}");
    Run run =
        run(
            new EventsCommand(Map.of()),
            "--camera=gate",
            "--label=traffic light",
            "--zone=yard",
            "--kind=arrived",
            "--rule=usual",
            "--since=1h",
            "--to=30m",
            "--unseen",
            "--limit=1");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(asked)
        .containsExactly(
            "GET /v1/events?camera=gate&label=traffic+light&zone=yard&kind=arrived&rule=usual"
                + "&from=1h&to=30m&seen=false&limit=1 application/json");
    assertThat(run.out()).contains("person arrived", "9 s", "there are more than these 1");
  }

  @Test
  void eventsAreCopiedAsTheyCome() {
    answers.add("{\"id\":\"e1\"}\n{\"id\":\"e2\"}\n");
    Run run = run(new EventsCommand(Map.of()), "--json");
    assertThat(run.out()).isEqualToNormalizingNewlines("{\"id\":\"e1\"}\n{\"id\":\"e2\"}\n");
    assertThat(asked).containsExactly("GET /v1/events application/x-ndjson");
    assertThat(run(new EventsCommand(Map.of()), "--json", "--csv").exitCode()).isEqualTo(2);
  }

  @Test
  void eachOptionOfTheLedgerIsAParameterAndWhatIsNotKnownIsNoNumber() {
    answers.add(
        "{\"by\":\"hour\",\"areas\":[{\"name\":\"hall\"}],\"rows\":[{\"area\":\"hall\",\"from\":\"2026-11-29T13:00:00Z\",\"in\":{\"count\":12,\"low\":9,\"high\":16},\"out\":{\"count\":3,\"low\":1,\"high\":null},\"covered\":0.404,\"doubtful\":2,\"occupancy\":null}]}");
    Run run = run(new LedgerCommand(Map.of()), "--area=hall", "--from=12h", "--to=1h", "--by=hour");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(asked)
        .containsExactly("GET /v1/ledger?area=hall&from=12h&to=1h&by=hour application/json");
    assertThat(run.out()).contains("12 (9 to 16)", "3 (1 or more)", "40 %", "not known");
    answers.add("{\"by\":\"hour\",\"areas\":[],\"rows\":[]}");
    assertThat(run(new LedgerCommand(Map.of())).out()).contains("there is no area");
    assertThat(run(new LedgerCommand(Map.of()), "--json", "--csv").exitCode()).isEqualTo(2);
  }

  private Run run(Object command, String... arguments) {
    String[] all = new String[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = http();
    return Run.of(command, all);
  }

  @Test
  void eachOptionIsAParameterAndTheTableEndsWithWhatIsLeft() {
    answers.add("{\"results\":[" + RESULT + "],\"next\":\"c1\"}");
    Run run =
        results(
            "--camera=gate",
            "--label=traffic light",
            "--zone=yard",
            "--person=Ada",
            "--since=1h",
            "--to=2026-11-29T14:05:00+01:00",
            "--min-score=0.5",
            "--status=partial",
            "--words=a&b",
            "--limit=1");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(asked)
        .containsExactly(
            "GET /v1/results?camera=gate&label=traffic+light&zone=yard&person=Ada&from=1h"
                + "&to=2026-11-29T14%3A05%3A00%2B01%3A00&min-score=0.5&status=partial&q=a%26b"
                + "&limit=1 application/json");
    assertThat(run.out().lines())
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).contains("gate", "complete", "person 1"))
        .last()
        .isEqualTo("there are more than these 1: see --limit, --csv");
  }

  @Test
  void moreThanAPageIsAskedForPageByPage() {
    answers.add("{\"results\":[" + RESULT + "],\"next\":\"c1\"}");
    answers.add("{\"results\":[" + RESULT + "],\"next\":null}");
    Run run = results("--limit=700");
    assertThat(run.out().lines()).hasSize(3);
    assertThat(asked)
        .containsExactly(
            "GET /v1/results?limit=500 application/json",
            "GET /v1/results?limit=500&cursor=c1 application/json");
  }

  @ParameterizedTest
  @CsvSource({"--json, application/x-ndjson", "--csv, text/csv"})
  void linesForProgramsArePassedOn(String option, String type) {
    answers.add("one\ntwo\n");
    Run run = results(option);
    assertThat(run.out().lines()).containsExactly("one", "two");
    assertThat(asked).containsExactly("GET /v1/results " + type);
  }

  @Test
  void nothingFoundIsSaid() {
    answers.add("{\"results\":[],\"next\":null}");
    assertThat(results().out()).contains("nothing is stored for which all of this holds");
  }

  @ParameterizedTest
  @CsvSource({
    "400, 2, from is later than to",
    "404, 1, this master has no store",
    "503, 4, the disk is full",
    "500, 1, the master has failed"
  })
  void aRefusalIsPassedOnWithItsExitCode(int code, int exitCode, String detail) {
    status = code;
    answers.add("{\"status\":" + code + ",\"detail\":\"" + detail + "\"}");
    Run run = results();
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.err()).contains(detail);
  }

  @Test
  void whatIsNoMasterIsSaidToBeNone() {
    status = 404;
    answers.add("<html>");
    Run run = results();
    assertThat(run.err()).contains("is it that of the master (7080)?");
    server.stop(0);
    assertThat(results().exitCode()).isEqualTo(3);
  }

  @Test
  void aTokenIsAskedFor() {
    adminToken = "another";
    Run run = results();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("LYNCEUS_TOKEN");
    assertThat(erase("--camera=gate", "--yes").err()).contains("LYNCEUS_ADMIN_TOKEN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--json --csv", "--since=1h --from=2h", "--limit=0", "--http=nowhere"})
  void wrongOptionsAskNothing(String options) {
    Run run = Run.of(new ResultsCommand(Map.of()), options.split(" "));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(asked).isEmpty();
  }

  @Test
  void withoutYesNothingIsErasedWhereNobodyCanBeAsked() {
    adminToken = "the-admins-token";
    answers.add("{\"results\":12,\"erased\":false}");
    Run run = erase("--camera=gate", "--to=30d");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("12 results would go", "--yes");
    assertThat(asked)
        .containsExactly("DELETE /v1/results?camera=gate&to=30d&dry-run=true application/json");
  }

  @Test
  void yesErases() {
    adminToken = "the-admins-token";
    answers.add("{\"results\":1,\"erased\":true}");
    Run run = erase("--camera=gate", "--yes");
    assertThat(run.out()).contains("1 result erased, with their pictures");
    assertThat(asked).containsExactly("DELETE /v1/results?camera=gate application/json");
  }

  @Test
  void aPersonIsErasedWhereFacesAreEnrolled() {
    adminToken = "the-admins-token";
    answers.add("{\"name\":\"Ada Ek\"}");
    assertThat(erase("--person=Ada Ek", "--dry-run").out()).contains("would go, with all faces");
    assertThat(erase("--person=Ada Ek").err()).contains("the person would go", "--yes");
    answers.add("{\"erased\":true}");
    assertThat(erase("--person=Ada Ek", "--yes").out()).contains("is erased, with all faces");
    assertThat(asked)
        .containsExactly(
            "GET /v1/people/Ada%20Ek application/json",
            "DELETE /v1/people/Ada%20Ek application/json");
    assertThat(erase("--person=Ada Ek", "--camera=gate").exitCode()).isEqualTo(2);
  }

  /** As in a container, which has the clients' token in its environment. */
  @Test
  void aTokenThatMayDoTooLittleIsNotTheLastThatIsTried(@TempDir Path states) throws Exception {
    Map<String, String> environment =
        Map.of("LYNCEUS_TOKEN", CLIENT, "XDG_STATE_HOME", states.toString());
    adminToken = AdminTokenFile.ofUser(environment).readOrMake();
    answers.add("{\"results\":1,\"erased\":true}");
    Run run = run(new EraseCommand(environment, null), "--camera=gate", "--yes");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(asked).hasSize(2);
  }

  @Test
  void aDryRunTellsAndNoCriterionIsRefused() {
    answers.add("{\"results\":3,\"erased\":false}");
    assertThat(erase("--from=1d", "--dry-run").out()).contains("3 results would go");
    assertThat(erase("--yes").exitCode()).isEqualTo(2);
    assertThat(asked).hasSize(1);
  }

  @Test
  void aCheckTellsEachProblem() {
    answers.add(
        "{\"sound\":false,\"results\":5,\"pictures\":4,\"auditEntries\":1,\"problems\":[\"x is"
            + " missing\"]}");
    Run run = run(new StoreCommand.CheckCommand(Map.of()));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().lines())
        .containsExactly("x is missing", "1 problem: 5 results, 4 pictures, 1 audit entry");
  }

  @Test
  void aCheckComparesTheAuditTableWithHeadsThatWereKept() throws Exception {
    StoreConfig config = StoreConfig.of(folder.resolve("store"));
    try (ResultStore store = ResultStore.open(config)) {
      store.audit("sign-in", "one");
      Path log = folder.resolve("log");
      String first = StoreJson.auditHead(store.auditHead().orElseThrow());
      store.audit("erase", "two");
      String second = StoreJson.auditHead(store.auditHead().orElseThrow());
      Files.write(
          log, List.of("05:00 INFO AuditHeads audit head " + first, "another line", second));
    }
    Run run = checkHeads(config);
    assertThat(run.out()).contains("2 heads of the audit table were kept elsewhere", "all is well");
    assertThat(run.exitCode()).isZero();

    // All hashes made anew, as the owner of the file can.
    Files.delete(config.folder().resolve("lynceus.db"));
    try (ResultStore store = ResultStore.open(config)) {
      store.audit("sign-in", "one");
    }
    assertThat(checkHeads(config).out())
        .contains("its first 1 entries are not those of", "its first 2 entries are not those of");

    Files.delete(config.folder().resolve("audit-key"));
    assertThat(checkHeads(config).out()).contains("signed with another key than this store's");
    Path log = folder.resolve("log");
    Files.writeString(log, Files.readString(log).replace("\"entries\":2", "\"entries\":1"));
    assertThat(checkHeads(config).out()).contains("1 audit entries has a wrong signature");
    Files.writeString(log, "nothing\n");
    assertThat(checkHeads(config).exitCode()).isEqualTo(2);
  }

  private Run checkHeads(StoreConfig config) {
    return run(
        new StoreCommand.CheckCommand(Map.of()),
        "--dir",
        config.folder().toString(),
        "--heads",
        folder.resolve("log").toString());
  }

  @Test
  void theAuditTableIsListedWithItsHead() {
    answers.add(
        "{\"entries\":[{\"number\":4,\"at\":\"2026-12-01T05:00:00Z\",\"kind\":\"erase\","
            + "\"body\":\"{}\",\"hash\":\"x\"}],\"next\":null,\"head\":null}");
    Run run = run(new AuditCommand(Map.of()), "--after", "3");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("4  2026-12-01T05:00:00Z  erase  {}");
    assertThat(asked.get(0)).contains("after=3");
  }

  @Test
  void aBackupIsAFileThatIsWhole() throws IOException {
    answers.add("an archive");
    Path file = folder.resolve("store.tar");
    Run run = run(new StoreCommand.BackupCommand(Map.of()), file.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(file).hasContent("an archive");
    assertThat(folder).isDirectoryContaining(each -> each.equals(file));
    Run again = run(new StoreCommand.BackupCommand(Map.of()), file.toString());
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("is there already");
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }
}
