package io.torrentinno.agent.cli.commands;

import io.torrentinno.agent.cli.client.AgentClient;
import io.torrentinno.agent.cli.client.AgentOption;
import io.torrentinno.agent.cli.client.CommandFailed;
import io.torrentinno.agent.cli.client.FilesOption;
import io.torrentinno.agent.cli.client.ManifestBatch;
import io.torrentinno.agent.cli.client.Multipart;
import io.torrentinno.agent.cli.client.Query;
import io.torrentinno.agent.cli.client.Reasons;
import io.torrentinno.agent.cli.output.ProgressBoard;
import io.torrentinno.agent.cli.output.Watch;
import io.torrentinno.agent.cli.output.Watch.Download;
import io.torrentinno.protocol.rest.ResourceBody;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "add",
    description = "Makes an agent fetch the resources of manifests and magnet links.",
    mixinStandardHelpOptions = true)
public final class AddCommand implements Runnable {
  private static final Duration PATIENCE = Duration.ofDays(365); // Seeders may come and go.

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private AgentOption agent = new AgentOption();

  @Parameters(
      arity = "1..*",
      paramLabel = "MANIFEST",
      description = {
        "A manifest (a file, an http or https URL, or - for the standard input), or a magnet link.",
        "May be given several times."
      })
  private List<String> manifests = List.of();

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      description = {
        "The folder on the agent's machine to which the resource is written; made when it is"
            + " missing. A relative path begins in the data folder, which is the default."
      })
  private @Nullable String destination;

  @Option(
      names = "--name",
      description = "The name of the file or folder there; by default the name in the manifest.")
  private @Nullable String name;

  @Option(
      names = "--from",
      paramLabel = "PATH",
      description = {
        "A file or folder on the agent's machine that has the bytes of the resource already. The"
            + " agent compares it with the manifest, serves it from there, and never changes it."
      })
  private @Nullable Path from;

  @Option(
      names = "--replace",
      description = {
        "Replaces the resource that has the same name in this folder: when all bytes have arrived,"
            + " the new files take the place of the old files in one step, and the old resource is"
            + " removed."
      })
  private boolean replace;

  @Option(
      names = "--signature",
      paramLabel = "FILE",
      description = {
        "A signature of the manifest, because a manifest of version 1 has no place for it. Only"
            + " with one manifest that is a file."
      })
  private @Nullable Path signature;

  @Option(
      names = "--wait",
      description = "Shows the progress, and ends when all bytes have arrived.")
  private boolean wait;

  @Mixin private FilesOption chosen = new FilesOption();

  @Override
  public void run() {
    if (manifests.size() > 1 && (name != null || from != null)) {
      throw usage((name != null ? "--name" : "--from") + " is for one resource.");
    }
    if (signature != null && (manifests.size() > 1 || !isFile(manifests.getFirst()))) {
      throw usage("--signature is for one manifest that is a file.");
    }
    if (from != null && (destination != null || name != null || replace)) {
      throw usage(
          "--from serves a file or folder where it is, so --to, --name and --replace can't be given"
              + " with it.");
    }
    AgentClient client = agent.client();
    PrintWriter out = spec.commandLine().getOut();
    List<ResourceBody> added =
        manifests.size() == 1 ? List.of(addOne(client, manifests.getFirst())) : addAll(client);
    added.forEach(resource -> out.println(resource.infoHash() + "  " + resource.name()));
    out.flush();
    if (wait) {
      await(
          added.stream().map(it -> new Download(label(it), client, it.infoHash())).toList(),
          ProgressBoard.on(out));
    }
    if (added.size() < manifests.size()) {
      throw new CommandFailed(
          manifests.size() - added.size() + " of " + manifests.size() + " were not added.");
    }
  }

  private ParameterException usage(String fault) {
    return new ParameterException(spec.commandLine(), fault);
  }

  /** Adds the files by few calls and the others one by one; prints which are refused. */
  private List<ResourceBody> addAll(AgentClient client) {
    PrintWriter err = spec.commandLine().getErr();
    List<String> files = manifests.stream().filter(AddCommand::isFile).toList();
    List<ResourceBody> added =
        new ArrayList<>(new ManifestBatch(client, query(), err, this::hint).add(files));
    for (String other : manifests.stream().filter(it -> !isFile(it)).toList()) {
      try {
        added.add(add(client, other));
      } catch (CommandFailed e) {
        err.println(other + ": " + withHint(e));
      }
    }
    return added;
  }

  private ResourceBody addOne(AgentClient client, String manifest) {
    try {
      return add(client, manifest);
    } catch (CommandFailed e) {
      throw new CommandFailed(withHint(e), e);
    }
  }

  private String withHint(CommandFailed failure) {
    String message = String.valueOf(failure.getMessage());
    return message + hint(failure.problem(), message);
  }

  private String hint(String problem, String message) {
    return OptionHint.ofAdd(problem, message, manifests.size() == 1);
  }

  private static boolean isFile(String manifest) {
    return !manifest.equals("-") && !isUrl(manifest.strip()) && !isLink(manifest.strip());
  }

  private static boolean isUrl(String manifest) {
    return begins(manifest, "http://") || begins(manifest, "https://");
  }

  private static boolean isLink(String manifest) {
    return begins(manifest, "magnet:");
  }

  private String label(ResourceBody resource) {
    return manifests.size() == 1 ? "" : resource.name();
  }

  private static boolean begins(String link, String scheme) {
    return link.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  private static void await(List<Download> downloads, ProgressBoard board) {
    try {
      new Watch(board, PATIENCE, new CountDownLatch(1)).await(downloads);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("Interrupted.", e);
    }
  }

  /** The options, as parameters of a URL. */
  private Query query() {
    return chosen.addTo(
        new Query()
            .with("destination", destination)
            .with("name", name)
            .with("from", from == null ? null : from.toAbsolutePath().normalize().toString())
            .with("replace", replace ? "true" : null));
  }

  private ResourceBody add(AgentClient client, String manifest) {
    String link = manifest.strip();
    String query = query().toString();
    if (isUrl(link)) {
      return client.postJson(query, Map.of("manifestUrl", link));
    }
    if (isLink(link)) {
      return client.postJson(query, Map.of("magnet", link));
    }
    try {
      if (signature != null) {
        Map<String, Object> field = Map.of("signature", Files.readString(signature));
        Multipart body = Multipart.of("manifest", Path.of(manifest), field);
        return client.post(query, body.contentType(), body.publisher());
      }
      byte[] text =
          manifest.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(manifest));
      return client.post(query, "application/json", BodyPublishers.ofByteArray(text));
    } catch (IOException e) {
      throw new CommandFailed("Can't read the manifest " + manifest + ": " + Reasons.of(e), e);
    }
  }
}
