package io.torrentinno.agent.cli.commands;

import io.torrentinno.agent.cli.client.AgentClient;
import io.torrentinno.agent.cli.client.ResourceOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "rm",
    description = "Makes an agent forget a resource; its file stays unless told otherwise.",
    mixinStandardHelpOptions = true)
public final class RemoveCommand implements Runnable {
  @Mixin private ResourceOption target = new ResourceOption();

  @Option(
      names = "--delete-data",
      description = "Also deletes the file, unless it was shared from outside the data folder.")
  private boolean deleteData;

  @Override
  public void run() {
    AgentClient agent = target.client();
    agent.delete(target.infoHash(agent), deleteData);
  }
}
