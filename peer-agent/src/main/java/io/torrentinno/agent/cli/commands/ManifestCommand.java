package io.torrentinno.agent.cli.commands;

import io.torrentinno.agent.cli.client.AgentClient;
import io.torrentinno.agent.cli.client.CommandFailed;
import io.torrentinno.agent.cli.client.Reasons;
import io.torrentinno.agent.cli.client.ResourceOption;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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
    description = "Prints the manifest of a resource, for 'torrentinno add' on other machines.",
    mixinStandardHelpOptions = true)
public final class ManifestCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ResourceOption target = new ResourceOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Writes to this file instead.")
  private @Nullable Path output;

  @Option(
      names = "--to-sign",
      description =
          "Prints the message that a signature signs: the info document or, in version 1, the"
              + " info-hash.")
  private boolean toSign;

  @Override
  public void run() {
    AgentClient agent = target.client();
    if (toSign) {
      printMessage(agent, target.infoHash(agent));
      return;
    }
    String manifest = agent.get("/" + target.infoHash(agent) + "/manifest");
    if (output == null) {
      spec.commandLine().getOut().println(manifest);
      return;
    }
    try {
      Files.writeString(output, manifest);
      spec.commandLine().getOut().println("Wrote " + output + ".");
    } catch (IOException e) {
      throw new CommandFailed("Can't write " + output + ": " + Reasons.of(e), e);
    }
  }

  /** Prints the message, or writes it to the file byte for byte, whatever its length. */
  private void printMessage(AgentClient agent, String infoHash) {
    String path = "/" + infoHash + "/signatures/message";
    try {
      if (output != null) {
        try (OutputStream file = Files.newOutputStream(output)) {
          agent.download(path, file);
        }
        spec.commandLine().getOut().println("Wrote " + output + ".");
        return;
      }
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      agent.download(path, text);
      spec.commandLine().getOut().print(text.toString(StandardCharsets.UTF_8));
      spec.commandLine().getOut().flush();
    } catch (IOException e) {
      throw new CommandFailed("Can't write what is signed: " + Reasons.of(e), e);
    }
  }
}
