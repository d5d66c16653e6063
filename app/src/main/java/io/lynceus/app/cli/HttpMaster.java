package io.lynceus.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.client.ClientConfig;
import io.lynceus.common.tls.ClientTls;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** A master's HTTP port. Each question says in its failure what the user can do. */
public final class HttpMaster {
  /** An erasure, a check or a copy may take long before the first byte. */
  private static final Duration PATIENCE = Duration.ofHours(6);

  private static final int MOST_PROBLEM_BYTES = 64 << 10;

  private final List<ClientConfig> ways;
  private final boolean administrators;
  private final HttpClient client;

  private HttpMaster(List<ClientConfig> ways, boolean administrators, HttpClient client) {
    this.ways = ways;
    this.administrators = administrators;
    this.client = client;
  }

  /**
   * How to reach it.
   *
   * @param ways configurations of one master with tokens that are tried in turn, at least one;
   *     their ports are HTTP ports
   * @param administrators whether the tokens are the administrators'
   */
  static HttpMaster of(List<ClientConfig> ways, boolean administrators) throws CommandException {
    ClientConfig first = ways.get(0);
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(first.connectTimeout());
    Optional<ClientTls.Settings> tls = first.credentials().tls();
    if (tls.isPresent()) {
      try {
        client.sslContext(ClientTls.open(tls.get()).context());
      } catch (IOException e) {
        throw new CommandException(CommandException.USAGE, String.valueOf(e.getMessage()), e);
      }
      client.sslParameters(new SSLParameters(null, new String[] {"TLSv1.3"}));
      if (!tls.get().verifyHost()) {
        System.setProperty("jdk.internal.httpclient.disableHostnameVerification", "true");
      }
    }
    return new HttpMaster(ways, administrators, client.build());
  }

  /** Where it is, for messages. */
  public String address() {
    return ways.get(0).address();
  }

  /**
   * Asks, and gives the answer as it comes; the caller closes it.
   *
   * @param method such as {@code GET}
   * @param parameters of the query
   * @param accept the type of the answer
   */
  public InputStream ask(String method, String path, Map<String, String> parameters, String accept)
      throws CommandException {
    String query =
        parameters.entrySet().stream()
            .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    HttpResponse<InputStream> response = null;
    for (ClientConfig way : ways) {
      response = send(way, method, path + (query.isEmpty() ? "" : "?" + query), accept);
      if (response.statusCode() != 401 && response.statusCode() != 403) {
        break; // a token that is right may do too little, where another may do it
      }
    }
    if (response == null || response.statusCode() != 200) {
      throw refused(response);
    }
    return response.body();
  }

  /** Asks for JSON. */
  public JsonNode json(String method, String path, Map<String, String> parameters)
      throws CommandException {
    try (InputStream body = ask(method, path, parameters, "application/json")) {
      return new ObjectMapper().readTree(body);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private HttpResponse<InputStream> send(
      ClientConfig way, String method, String pathAndQuery, String accept) throws CommandException {
    String scheme = way.credentials().tls().isPresent() ? "https://" : "http://";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(scheme + way.address() + pathAndQuery))
            .method(method, BodyPublishers.noBody())
            .timeout(PATIENCE)
            .header("Accept", accept);
    way.credentials()
        .token()
        .ifPresent(token -> request.header("Authorization", "Bearer " + token));
    try {
      return client.send(request.build(), BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(CommandException.INCOMPLETE, "interrupted", e);
    } catch (IOException e) {
      IOException told = ClientTls.fault(e);
      throw new CommandException(
          CommandException.UNREACHABLE,
          "cannot reach the HTTP port of a master at %s%s: start one, or say where it is by --http"
              .formatted(way.address(), told.getMessage() == null ? "" : ": " + told.getMessage()),
          e);
    }
  }

  /** The connection broke while the answer came. */
  public CommandException lost(IOException e) {
    return new CommandException(
        CommandException.UNREACHABLE,
        "the answer of " + address() + " is not whole: " + e.getMessage() + "; ask again",
        e);
  }

  private CommandException refused(@Nullable HttpResponse<InputStream> response) {
    int status = response == null ? 401 : response.statusCode();
    String detail = response == null ? "" : Text.shown(detail(response));
    return switch (status) {
      case 401 ->
          new CommandException(
              CommandException.USAGE,
              administrators
                  ? "the master refuses this without its administrators' token: set"
                      + " LYNCEUS_ADMIN_TOKEN to its tasks.admin-token, or run this command on the"
                      + " master's machine as the master's user"
                  : "the master asks for a token: set LYNCEUS_TOKEN to its tasks.token");
      case 404 -> new CommandException(CommandException.INCOMPLETE, detail);
      case 429, 503 -> new CommandException(CommandException.AGAIN, detail);
      case 500 -> new CommandException(CommandException.INCOMPLETE, detail);
      default -> new CommandException(CommandException.USAGE, detail);
    };
  }

  private String detail(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      JsonNode problem = new ObjectMapper().readTree(body.readNBytes(MOST_PROBLEM_BYTES));
      if (problem.hasNonNull("detail")) {
        return problem.get("detail").asText();
      }
    } catch (IOException e) {
      // It is not a master's: the message below says so.
    }
    return "%s answered %d, and not as a master's HTTP port does: is it that of the master (7080)?"
        .formatted(address(), response.statusCode());
  }
}
