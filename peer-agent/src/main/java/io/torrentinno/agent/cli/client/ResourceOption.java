package io.torrentinno.agent.cli.client;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The resource that a command is for, and its agent. */
public final class ResourceOption {
  @Mixin private AgentOption agent = new AgentOption();

  @Parameters(
      paramLabel = "RESOURCE",
      description = "The resource: its info-hash, the first digits of its info-hash, or its name.")
  private String resource = "";

  public AgentClient client() {
    return agent.client();
  }

  public String infoHash(AgentClient client) {
    return AgentOption.infoHash(client, resource);
  }
}
