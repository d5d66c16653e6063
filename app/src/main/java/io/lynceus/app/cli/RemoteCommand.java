package io.lynceus.app.cli;

import io.lynceus.client.ClientConfig;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A subcommand that asks a master. */
public abstract class RemoteCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private CommandSpec command;

  @Mixin private final MasterAddress master = new MasterAddress();

  /**
   * @param environment the process's, or one in its place
   */
  protected RemoteCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  /** As {@link MasterAddress#config}. */
  protected final ClientConfig master() throws CommandException {
    return master.config(environment);
  }

  /** As {@link MasterAddress#ofAdministrators}. */
  protected final List<ClientConfig> masterOfAdministrators() throws CommandException {
    return master.ofAdministrators(environment);
  }

  /** The process's environment, or the one in its place. */
  protected final Map<String, String> environment() {
    return environment;
  }

  /** Whether the user has set the option. */
  protected final boolean given(String option) {
    return command.commandLine().getParseResult().hasMatchedOption(option);
  }

  /** What the user has to say in another way. */
  protected final ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /** Standard output. */
  protected final PrintWriter out() {
    return command.commandLine().getOut();
  }

  /** Standard error. */
  protected final PrintWriter notes() {
    return command.commandLine().getErr();
  }

  /** Prints the answer to standard output. */
  protected final void print(String answer) {
    out().println(answer);
    out().flush();
  }
}
