package io.torrentinno.agent.cli;

import io.torrentinno.agent.cli.AgentClient.RemoteResource;
import java.net.URI;
import java.util.List;
import picocli.CommandLine.Option;

/** Which agent a command is for. */
final class AgentOption {
  private static final int HASH_LENGTH = 64;

  @Option(
      names = "--agent",
      paramLabel = "URL",
      defaultValue = "${env:TORRENTINNO_AGENT:-http://127.0.0.1:8090}",
      description = "The agent's REST interface, also set by TORRENTINNO_AGENT (${DEFAULT-VALUE}).")
  private URI url = URI.create("http://127.0.0.1:8090");

  AgentClient client() {
    return new AgentClient(url);
  }

  /**
   * The info-hash of the one resource that is meant.
   *
   * @param wanted an info-hash, the beginning of one, or a name
   */
  static String infoHash(AgentClient agent, String wanted) {
    if (wanted.length() == HASH_LENGTH) {
      return wanted;
    }
    List<RemoteResource> found =
        agent.list().stream()
            .filter(it -> it.infoHash().startsWith(wanted) || it.name().equals(wanted))
            .toList();
    return switch (found.size()) {
      case 0 -> throw new CommandFailed("No resource is called " + wanted + ".");
      case 1 -> found.getFirst().infoHash();
      default -> throw new CommandFailed(found.size() + " resources are called " + wanted + ".");
    };
  }
}
