package io.lynceus.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How to start one process of a {@link LocalCluster}, in addition to the cluster's own settings.
 *
 * @param host the address for its ports
 * @param settings by key; they override the cluster's own
 * @param environment added to this process's own; the place for secrets, which must not be on a
 *     command line
 * @param jvmOptions added to those of this JVM
 * @param prefix a command that starts the JVM, such as {@code ip netns exec NAME}; empty for none
 * @param mainClass a class of this JVM's class path that takes the arguments of {@code lynceus}
 */
public record ProcessPlan(
    String host,
    Map<String, String> settings,
    Map<String, String> environment,
    List<String> jvmOptions,
    List<String> prefix,
    String mainClass) {

  private static final String LYNCEUS =
      "io.lynceus.app.Lynceus"; // by name: a module above this one

  /** On loopback, with default settings. */
  public static final ProcessPlan DEFAULT =
      new ProcessPlan("127.0.0.1", Map.of(), Map.of(), List.of(), List.of(), LYNCEUS);

  /** Copies the collections and keeps their order. */
  public ProcessPlan {
    settings = new LinkedHashMap<>(settings);
    environment = new LinkedHashMap<>(environment);
    jvmOptions = List.copyOf(jvmOptions);
    prefix = List.copyOf(prefix);
  }

  /** This, with another address for its ports. */
  public ProcessPlan withHost(String address) {
    return new ProcessPlan(address, settings, environment, jvmOptions, prefix, mainClass);
  }

  /** This, with one more setting. */
  public ProcessPlan with(String key, String value) {
    return new ProcessPlan(
        host, plus(settings, key, value), environment, jvmOptions, prefix, mainClass);
  }

  /** This, with one more environment variable. */
  public ProcessPlan withEnvironment(String variable, String value) {
    return new ProcessPlan(
        host, settings, plus(environment, variable, value), jvmOptions, prefix, mainClass);
  }

  /** This, with more JVM options. */
  public ProcessPlan withJvmOptions(String... options) {
    List<String> all = new ArrayList<>(jvmOptions);
    all.addAll(List.of(options));
    return new ProcessPlan(host, settings, environment, all, prefix, mainClass);
  }

  /** This, started by the command. */
  public ProcessPlan withPrefix(String... command) {
    return new ProcessPlan(host, settings, environment, jvmOptions, List.of(command), mainClass);
  }

  /** This, with another main class. */
  public ProcessPlan withMainClass(Class<?> main) {
    return new ProcessPlan(host, settings, environment, jvmOptions, prefix, main.getName());
  }

  /** This, with the cluster's own settings and environment wherever it has none itself. */
  ProcessPlan over(Map<String, String> ownSettings, Map<String, String> ownEnvironment) {
    Map<String, String> allSettings = new LinkedHashMap<>(ownSettings);
    allSettings.putAll(settings);
    Map<String, String> allEnvironment = new LinkedHashMap<>(ownEnvironment);
    allEnvironment.putAll(environment);
    return new ProcessPlan(host, allSettings, allEnvironment, jvmOptions, prefix, mainClass);
  }

  private static Map<String, String> plus(Map<String, String> map, String key, String value) {
    Map<String, String> all = new LinkedHashMap<>(map);
    all.put(key, value);
    return all;
  }
}
