package io.torrentinno.agent.cli.commands;

import io.torrentinno.agent.cli.client.AgentClient;
import io.torrentinno.agent.cli.client.ResourceOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "rm",
    description =
        "Removes a resource from an agent. Its files stay, unless --delete-data is given.",
    mixinStandardHelpOptions = true)
public final class RemoveCommand implements Runnable {
  @Mixin private ResourceOption target = new ResourceOption();

  @Option(
      names = "--delete-data",
      description = "Also deletes the files, unless they were shared from outside the data folder.")
  private boolean deleteData;

  @Override
  public void run() {
    AgentClient agent = target.client();
    agent.delete(target.infoHash(agent), deleteData);
  }
}
