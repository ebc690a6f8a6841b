package io.torrentinno.agent.cli;

import io.torrentinno.agent.cli.AgentClient.RemoteResource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "order",
    description = "Chooses in which order a resource's pieces are fetched.",
    mixinStandardHelpOptions = true)
final class OrderCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ResourceOption target = new ResourceOption();

  @Parameters(
      index = "1",
      paramLabel = "ORDER",
      description = "rarest-first, which is best for the swarm, or sequential, to follow it.")
  private String order = "";

  @Override
  public void run() {
    AgentClient agent = target.client();
    RemoteResource resource = agent.setOrder(target.infoHash(agent), order);
    spec.commandLine().getOut().println(resource.name() + ": " + resource.order());
  }
}
