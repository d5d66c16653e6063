package io.lynceus.spark;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;

/** Says how a run goes: to people, or to the program that has started it. Any thread. */
interface RunVoice {
  /** A line for people. */
  void note(String line);

  /** The line that says why the run, or a part of it, has failed. */
  void error(String line);

  /** How far the run is, about once a second. */
  void progress(RunProgress.State state);

  /** Where the report is. */
  void report(String place);

  /** Lines for people: what happens on standard output, what fails on standard error. */
  record Lines(PrintWriter output, PrintWriter errors) implements RunVoice {
    @Override
    public void note(String line) {
      output.println(line);
    }

    @Override
    public void error(String line) {
      errors.println(line);
    }

    @Override
    public void progress(RunProgress.State state) {} // lines of batches say it

    @Override
    public void report(String place) {
      output.println("report: " + place);
    }
  }

  /**
   * Objects of JSON, one in a line, each with one key:
   *
   * <pre>
   * {"note":"…"} {"error":"…"} {"report":"…"}
   * {"progress":{"files":120,"pictures":118,"part":0.25,"ofFiles":480,"seconds":7.5,"left":22.5}}
   * </pre>
   *
   * What is not known is null.
   */
  record Json(PrintWriter output) implements RunVoice {
    @Override
    public void note(String line) {
      say("note", quoted(line));
    }

    @Override
    public void error(String line) {
      say("error", quoted(line));
    }

    @Override
    public void report(String place) {
      say("report", quoted(place));
    }

    @Override
    public void progress(RunProgress.State state) {
      say(
          "progress",
          "{\"files\":%d,\"pictures\":%d,\"part\":%s,\"ofFiles\":%s,\"seconds\":%s,\"left\":%s}"
              .formatted(
                  state.files(),
                  state.pictures(),
                  number(state.part()),
                  state.ofFiles().isPresent() ? state.ofFiles().getAsLong() : "null",
                  number(OptionalDouble.of(state.elapsed().toNanos() / 1e9)),
                  number(state.secondsLeft())));
    }

    private void say(String key, String value) {
      output.println("{\"" + key + "\":" + value + "}");
    }

    private static String number(OptionalDouble number) {
      return number.isPresent() ? String.format(Locale.ROOT, "%.4f", number.getAsDouble()) : "null";
    }

    private static String quoted(String text) {
      StringBuilder json = new StringBuilder("\"");
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '"' || c == '\\') {
          json.append('\\').append(c);
        } else if (c < ' ' || c > '~') {
          json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        } else {
          json.append(c);
        }
      }
      return json.append('"').toString();
    }
  }
}
