package io.torrentinno.agent.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which resource of which agent a command is for. */
final class ResourceOption {
  @Mixin private AgentOption agent = new AgentOption();

  @Parameters(
      paramLabel = "RESOURCE",
      description = "Its info-hash, the beginning of it, or its name.")
  private String resource = "";

  AgentClient client() {
    return agent.client();
  }

  String infoHash(AgentClient client) {
    return AgentOption.infoHash(client, resource);
  }
}
