package io.torrentinno.agent.cli.commands;

import io.torrentinno.agent.cli.client.AgentClient;
import io.torrentinno.agent.cli.client.AgentOption;
import io.torrentinno.protocol.rest.ResourceBody;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "resume",
    description = "Ends a pause, or tries again after an error.",
    mixinStandardHelpOptions = true)
public final class ResumeCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private AgentOption agent = new AgentOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "RESOURCE",
      description = "The resource: its info-hash, the first digits of its info-hash, or its name.")
  private @Nullable String resource;

  @Option(names = "--all", description = "Tries again all resources that failed.")
  private boolean all;

  @Option(names = "--paused", description = "With --all: also ends all pauses.")
  private boolean paused;

  @Override
  public void run() {
    if (all == (resource != null) || (paused && !all)) {
      throw new ParameterException(
          spec.commandLine(), "Name a RESOURCE, or --all, which --paused may follow.");
    }
    AgentClient client = agent.client();
    PrintWriter out = spec.commandLine().getOut();
    List<ResourceBody> resumed =
        resource == null
            ? client.resumeAll(paused)
            : List.of(client.post(AgentOption.infoHash(client, resource), "resume"));
    resumed.forEach(it -> out.println(it.name() + ": " + it.state()));
    if (resumed.isEmpty()) {
      out.println("Nothing to resume.");
    }
    out.flush();
  }
}
