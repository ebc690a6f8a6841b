package io.torrentinno.agent.cli.commands;

import io.torrentinno.agent.cli.client.AgentClient;
import io.torrentinno.agent.cli.client.ResourceOption;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "peer",
    description =
        "Makes an agent connect to a peer of a resource, also when no tracker names the peer.",
    mixinStandardHelpOptions = true)
public final class PeerCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ResourceOption target = new ResourceOption();

  @Parameters(
      index = "1",
      paramLabel = "HOST:PORT",
      description = "The address at which the peer listens.")
  private String address = "";

  @Override
  public void run() {
    AgentClient agent = target.client();
    PrintWriter out = spec.commandLine().getOut();
    agent
        .addPeer(target.infoHash(agent), address)
        .addresses()
        .forEach(called ->
            out.println("Connecting to " + called + "; 'show --peers' lists connected peers."));
    out.flush();
  }
}
