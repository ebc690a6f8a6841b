package io.torrentinno.agent.cli.commands;

import io.torrentinno.agent.cli.client.AgentClient;
import io.torrentinno.agent.cli.client.CommandFailed;
import io.torrentinno.agent.cli.client.Reasons;
import io.torrentinno.agent.cli.client.ResourceOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "manifest",
    description = "Prints a resource's manifest, for 'torrentinno add' on other machines.",
    mixinStandardHelpOptions = true)
public final class ManifestCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ResourceOption target = new ResourceOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Writes it to a file.")
  private @Nullable Path output;

  @Override
  public void run() {
    AgentClient agent = target.client();
    String manifest = agent.get("/" + target.infoHash(agent) + "/manifest");
    if (output == null) {
      spec.commandLine().getOut().println(manifest);
      return;
    }
    try {
      Files.writeString(output, manifest);
    } catch (IOException e) {
      throw new CommandFailed("Can't write " + output + ": " + Reasons.of(e), e);
    }
  }
}
