package io.torrentinno.agent.cli.commands;

import io.torrentinno.agent.cli.client.AgentClient;
import io.torrentinno.agent.cli.client.ResourceOption;
import io.torrentinno.protocol.rest.ResourceBody;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "order",
    description = "Chooses the order in which the pieces of a resource are fetched.",
    mixinStandardHelpOptions = true)
public final class OrderCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ResourceOption target = new ResourceOption();

  @Parameters(
      index = "1",
      paramLabel = "ORDER",
      description =
          "rarest-first: best for the swarm. sequential: for reading the file while it arrives.")
  private String order = "";

  @Override
  public void run() {
    AgentClient agent = target.client();
    ResourceBody resource = agent.setOrder(target.infoHash(agent), order);
    spec.commandLine().getOut().println(resource.name() + ": " + resource.order());
  }
}
