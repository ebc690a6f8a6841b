package io.torrentinno.agent.cli.client;

import io.torrentinno.protocol.rest.ResourceBody;
import java.net.URI;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The agent that a command calls. */
public final class AgentOption {
  private static final Pattern INFO_HASH = Pattern.compile("[0-9a-f]{64}");

  @Option(
      names = "--agent",
      paramLabel = "URL",
      converter = AgentAddress.class,
      defaultValue = "${env:TORRENTINNO_AGENT:-http://127.0.0.1:8090}",
      description =
          "The agent's address, as http://HOST:PORT or HOST:PORT; also set by TORRENTINNO_AGENT"
              + " (${DEFAULT-VALUE}).")
  private URI url = URI.create("http://127.0.0.1:8090");

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      defaultValue = "${env:TORRENTINNO_TOKEN_FILE}",
      description =
          "A file with the token that the agent asks for; or put the token into TORRENTINNO_TOKEN."
              + " There is no option for the token itself, because other users of this"
              + " machine could read it.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--token-in-clear",
      defaultValue = "${env:TORRENTINNO_TOKEN_IN_CLEAR:-false}",
      description =
          "Also sends the token to another machine over http, where others on"
              + " the network can read it.")
  private boolean tokenInClear;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      defaultValue = "${env:TORRENTINNO_CA_FILE}",
      description = "A file with the certificates (PEM) of the authority of an https agent.")
  private @Nullable Path caFile;

  public AgentClient client() {
    AgentAccess access = AgentAccess.of(System.getenv("TORRENTINNO_TOKEN"), tokenFile, caFile);
    return new AgentClient(url, access.checkedFor(url, tokenInClear));
  }

  /**
   * The info-hash of the resource that a person names. A resource with exactly this name comes
   * first, then one whose info-hash begins like this. If there is none, a resource whose name is
   * the same in another Unicode form is taken, because keyboards and file systems use different
   * forms.
   *
   * @param wanted an info-hash, the beginning of one, or a name
   */
  public static String infoHash(AgentClient agent, String wanted) {
    String hex = wanted.strip().toLowerCase(Locale.ROOT);
    if (INFO_HASH.matcher(hex).matches()) {
      return hex;
    }
    List<ResourceBody> all = agent.listAsIs();
    List<ResourceBody> found = List.of();
    for (Predicate<ResourceBody> rule : rules(wanted, hex)) {
      if (found.isEmpty()) {
        found = all.stream().filter(rule).toList();
      }
    }
    return switch (found.size()) {
      case 0 -> throw new CommandFailed("No resource is called " + wanted + ".");
      case 1 -> found.getFirst().infoHash();
      default -> throw new CommandFailed(found.size() + " resources are called " + wanted + ".");
    };
  }

  private static List<Predicate<ResourceBody>> rules(String wanted, String hex) {
    return List.of(
        it -> it.name().equals(wanted),
        it -> !hex.isEmpty() && it.infoHash().startsWith(hex),
        it -> composed(it.name()).equals(composed(wanted)));
  }

  private static String composed(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }
}
