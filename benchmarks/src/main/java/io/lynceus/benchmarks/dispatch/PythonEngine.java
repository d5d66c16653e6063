package io.lynceus.benchmarks.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.benchmarks.dispatch.Engine.Shape;
import io.lynceus.benchmarks.dispatch.Engine.Throughput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.List;

/** An engine whose client is a Python program, {@code window.py}, since it has no Java client. */
final class PythonEngine implements Engine {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final ChildProcesses children;
  private final long broker;
  private final List<Long> workers;
  private final BufferedReader output;
  private final Writer questions;

  /**
   * Waits until the client is ready.
   *
   * @param client a process with piped input and output
   */
  PythonEngine(
      String name, ChildProcesses children, long broker, List<Long> workers, Process client)
      throws IOException {
    this.name = name;
    this.children = children;
    this.broker = broker;
    this.workers = List.copyOf(workers);
    this.output = client.inputReader();
    this.questions = client.outputWriter();
    line();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Throughput load(Shape shape) throws IOException {
    questions.write(
        "%d %d %f%n".formatted(shape.imageBytes(), shape.window(), shape.time().toMillis() / 1e3));
    questions.flush();
    JsonNode figures = JSON.readTree(line());
    return new Throughput(
        figures.required("units").asLong(),
        seconds(figures, "seconds"),
        seconds(figures, "p50"),
        seconds(figures, "p99"),
        seconds(figures, "cpu"));
  }

  private static Duration seconds(JsonNode figures, String field) {
    return Duration.ofNanos((long) (figures.required(field).asDouble() * 1e9));
  }

  private String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException("the client of " + name + " has ended; its log says why");
    }
    return line;
  }

  @Override
  public long broker() {
    return broker;
  }

  @Override
  public List<Long> workers() {
    return workers;
  }

  @Override
  public void close() {
    children.close();
  }
}
