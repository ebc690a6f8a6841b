package io.torrentinno.agent.cli.commands;

import io.torrentinno.agent.cli.client.AgentClient;
import io.torrentinno.agent.cli.client.ResourceOption;
import io.torrentinno.protocol.rest.ResourceBody;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "rm",
    description =
        "Removes a resource from an agent. Its files stay, unless --delete-data is given.",
    mixinStandardHelpOptions = true)
public final class RemoveCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ResourceOption target = new ResourceOption();

  @Option(
      names = "--delete-data",
      description =
          "Also deletes the files, if they were fetched or uploaded, or shared as the file or folder"
              + " of this name in the data folder. Other shared files stay.")
  private boolean deleteData;

  @Override
  public void run() {
    AgentClient agent = target.client();
    ResourceBody resource = agent.status(target.infoHash(agent));
    agent.delete(resource.infoHash(), deleteData);
    spec.commandLine().getOut().println("Removed " + resource.name() + ". " + data(resource));
  }

  /** A sentence about the bytes of the removed resource. */
  private String data(ResourceBody resource) {
    String kind = resource.folder() ? "folder" : "file";
    if (deleteData) {
      return "Its "
          + kind
          + " is deleted, if it was fetched or uploaded, or shared as the "
          + kind
          + " of this name in the data folder.";
    }
    return resource.isComplete() && resource.path() != null
        ? "Its " + kind + " stays: " + resource.path()
        : "Its bytes on the disk stay.";
  }
}
