package io.torrentinno.agent.cli.commands;

import io.torrentinno.agent.cli.client.AgentClient;
import io.torrentinno.agent.cli.client.AgentOption;
import io.torrentinno.agent.cli.output.Table;
import io.torrentinno.protocol.model.PrintableText;
import io.torrentinno.protocol.rest.ResourceBody;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "ls", description = "Lists an agent's resources.", mixinStandardHelpOptions = true)
public final class ListCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private AgentOption agent = new AgentOption();

  @Option(names = "--json", description = "Prints the agent's answer as JSON.")
  private boolean json;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    AgentClient client = agent.client();
    if (json) {
      out.println(PrintableText.json(client.get("")));
      return;
    }
    List<ResourceBody> resources = client.list();
    if (resources.isEmpty()) {
      out.println(
          "No resources yet: 'torrentinno share FILE' or 'torrentinno add MANIFEST|MAGNET'.");
    } else {
      Table.print(out, resources);
    }
    out.flush();
  }
}
