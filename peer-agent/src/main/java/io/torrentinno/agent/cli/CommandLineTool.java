package io.torrentinno.agent.cli;

import io.torrentinno.agent.cli.ca.CaCommand;
import io.torrentinno.agent.cli.client.AgentClient;
import io.torrentinno.agent.cli.client.CommandFailed;
import io.torrentinno.agent.cli.client.ResourceOption;
import io.torrentinno.agent.cli.commands.AddCommand;
import io.torrentinno.agent.cli.commands.BansCommand;
import io.torrentinno.agent.cli.commands.FilesCommand;
import io.torrentinno.agent.cli.commands.LimitCommand;
import io.torrentinno.agent.cli.commands.ListCommand;
import io.torrentinno.agent.cli.commands.ManifestCommand;
import io.torrentinno.agent.cli.commands.OrderCommand;
import io.torrentinno.agent.cli.commands.PeerCommand;
import io.torrentinno.agent.cli.commands.RemoveCommand;
import io.torrentinno.agent.cli.commands.ResumeCommand;
import io.torrentinno.agent.cli.commands.ShareCommand;
import io.torrentinno.agent.cli.commands.ShowCommand;
import io.torrentinno.agent.cli.commands.SimulateCommand;
import io.torrentinno.agent.cli.commands.TokenCommand;
import io.torrentinno.agent.cli.commands.TrackersCommand;
import io.torrentinno.agent.cli.demo.DemoCommand;
import io.torrentinno.protocol.model.PrintableText;
import io.torrentinno.protocol.rest.ResourceBody;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of an agent, called {@code torrentinno}. */
@Command(
    name = "torrentinno",
    description = "Controls an agent over its REST API.",
    mixinStandardHelpOptions = true,
    version = "torrentinno 0.1.0",
    subcommands = {
      DemoCommand.class,
      SimulateCommand.class,
      ShareCommand.class,
      AddCommand.class,
      ListCommand.class,
      ShowCommand.class,
      FilesCommand.class,
      LimitCommand.class,
      OrderCommand.class,
      TrackersCommand.class,
      PeerCommand.class,
      BansCommand.class,
      RemoveCommand.class,
      ResumeCommand.class,
      ManifestCommand.class,
      CaCommand.class,
      TokenCommand.class
    })
public final class CommandLineTool implements Runnable {
  private static final Set<String> OWN_OPTIONS = Set.of("-h", "--help", "-V", "--version");

  @Spec private CommandSpec spec = CommandSpec.create();

  CommandLineTool() {}

  /** Whether the arguments are a command rather than settings of an agent to be started. */
  public static boolean handles(String[] args) {
    return args.length > 0 && (!args[0].startsWith("-") || OWN_OPTIONS.contains(args[0]));
  }

  /**
   * Runs one command.
   *
   * @param more commands that do not call the REST API
   * @return 0 when it worked, 1 when it failed, 2 when it was called wrongly
   */
  public static int run(String[] args, Object... more) {
    return run(args, writer(System.out), writer(System.err), more);
  }

  /** As {@link #run(String[], Object...)}, with other outputs than those of the process. */
  public static int run(String[] args, PrintWriter out, PrintWriter err, Object... more) {
    return commands(more)
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(CommandLineTool::report)
        .setUsageHelpAutoWidth(true)
        .execute(args);
  }

  /** The names of all commands; {@code more} as in {@link #run}. */
  public static Set<String> names(Object... more) {
    return commands(more).getSubcommands().keySet();
  }

  private static CommandLine commands(Object... more) {
    CommandLine commands = new CommandLine(new CommandLineTool());
    Stream.of(more).forEach(commands::addSubcommand);
    return commands;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing.");
  }

  @Command(
      name = "pause",
      description = "Stops the transfers of a resource until 'resume'.",
      mixinStandardHelpOptions = true)
  void pause(@Mixin ResourceOption target) {
    change(target, "pause");
  }

  @Command(
      name = "recheck",
      description = "Reads the files of a resource again, and fetches damaged pieces again.",
      mixinStandardHelpOptions = true)
  void recheck(@Mixin ResourceOption target) {
    change(target, "recheck");
  }

  private void change(ResourceOption target, String verb) {
    AgentClient agent = target.client();
    ResourceBody resource = agent.post(target.infoHash(agent), verb);
    spec.commandLine().getOut().println(resource.name() + ": " + resource.state());
  }

  private static int report(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    boolean expected = failure instanceof CommandFailed;
    String message = expected ? String.valueOf(failure.getMessage()) : "Failed: " + failure;
    command.getErr().println(PrintableText.lines(message));
    return 1;
  }
}
