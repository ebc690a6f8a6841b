package io.torrentinno.agent.cli.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.torrentinno.agent.cli.client.AgentClient;
import io.torrentinno.agent.cli.client.AgentOption;
import io.torrentinno.agent.cli.client.CommandFailed;
import io.torrentinno.agent.cli.client.FolderWithPaths;
import io.torrentinno.agent.cli.client.Multipart;
import io.torrentinno.agent.cli.client.Reasons;
import io.torrentinno.agent.cli.output.Amounts;
import io.torrentinno.agent.cli.output.ShareRun;
import io.torrentinno.protocol.rest.ProblemBody;
import io.torrentinno.protocol.rest.SharedBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "share",
    description =
        "Shares files and folders on the agent's machine. With --upload, sends files to the agent"
            + " first.",
    mixinStandardHelpOptions = true)
public final class ShareCommand implements Runnable {
  /** The most files that one call shares. */
  private static final int BATCH = 50;

  /** The most bytes of paths in one call: the agent accepts a body of up to 64 KiB. */
  private static final int BATCH_BYTES = 32 << 10;

  private static final String ONLY_ONE = " is for one file or folder, or for --together.";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private AgentOption agent = new AgentOption();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The files and folders to share.")
  private List<Path> files = List.of();

  @Option(
      names = "--name",
      description =
          "The name on other machines; by default the name of the file. Only with one"
              + " file or folder, or with --together.")
  private @Nullable String name;

  @Option(
      names = "--together",
      description =
          "Shares the files and folders as one resource: a folder that has only these. By default"
              + " it has the name of the folder in which all of them lie.")
  private boolean together;

  @Option(names = "--comment", description = "Free text in the manifest.")
  private @Nullable String comment;

  @Option(
      names = "--piece-size",
      paramLabel = "SIZE",
      converter = Amounts.SizeConverter.class,
      description =
          "Size of the pieces: a power of two from 64KiB to 16MiB, or with --v1 any size from 16KiB"
              + " to 16MiB. The default depends on the size of the file.")
  private @Nullable Long pieceSize;

  @Option(
      names = "--v1",
      description = "Makes a manifest of version 1, which clients of the first release can read.")
  private boolean version1;

  @Option(names = "--v2", description = "Makes a manifest of version 2, which a folder always has.")
  private boolean version2;

  @Option(
      names = "--previous",
      paramLabel = "RESOURCE",
      description =
          "The resource that is the previous version: its info-hash, the first digits"
              + " of its info-hash, or its name. By default the resource with the same"
              + " path. Only with one file or folder, or with --together.")
  private @Nullable String previous;

  @ArgGroup private @Nullable Signing signing;

  /** One of two ways to sign. */
  static final class Signing {
    @Option(
        names = "--sign",
        paramLabel = "KEY",
        description =
            "Signs the manifests with this private key, which ssh-keygen has made"
                + " without a passphrase. The key is not sent to the agent.")
    private @Nullable Path key;

    @Option(
        names = "--signature",
        paramLabel = "FILE",
        description =
            "Adds a signature that 'ssh-keygen -Y sign -n torrentinno-manifest' has made of the"
                + " output of 'torrentinno manifest RESOURCE --to-sign'. Only with one"
                + " file or folder, or with --together.")
    private @Nullable Path signature;

    ManifestSigner signer(AgentClient agent) {
      return key != null
          ? ManifestSigner.withKey(agent, key)
          : ManifestSigner.withSignature(agent, Objects.requireNonNull(signature));
    }
  }

  @Option(
      names = "--upload",
      description =
          "Sends the file to the agent: for an agent on another machine, or for a file"
              + " outside the folders of the agent.")
  private boolean upload;

  @Override
  public void run() {
    requireConsistent();
    ManifestSigner signer = signing == null ? null : signing.signer(agent.client());
    ShareRun run =
        new ShareRun(agent.client(), spec.commandLine().getOut(), spec.commandLine().getErr());
    if (signer != null) {
      run.whenShared(signer::sign);
    }
    if (together) {
      shareTogether(run);
    } else {
      shareEach(run);
    }
    int failed = run.await();
    if (failed > 0) {
      throw new CommandFailed(
          together ? "Nothing was shared." : failed + " of " + files.size() + " were not shared.");
    }
    if (run.stopped() > 0) {
      throw new CommandFailed(
          together
              ? "The agent does not serve what was shared."
              : "The agent does not serve "
                  + run.stopped()
                  + " of "
                  + files.size()
                  + " that were shared.");
    }
  }

  private void requireConsistent() {
    boolean several = files.size() > 1 && !together;
    if (name != null && several) {
      throw wrong("--name" + ONLY_ONE);
    }
    if (version1 && version2) {
      throw wrong("--v1 and --v2 exclude each other.");
    }
    if (together && upload) {
      throw wrong("--together and --upload exclude each other: a folder can't be uploaded.");
    }
    if (previous != null && several) {
      throw wrong("--previous" + ONLY_ONE);
    }
    if (signing != null && signing.signature != null && several) {
      throw new CommandFailed("--signature" + ONLY_ONE);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void shareEach(ShareRun run) {
    List<Path> there = files.stream().filter(file -> isThere(file, run)).toList();
    if (there.size() <= 1 || upload) {
      there.forEach(file -> shareOne(file, run));
    } else {
      shareInBatches(there, run);
    }
  }

  private void shareTogether(ShareRun run) {
    List<Path> absolute = files.stream().map(file -> Path.of(absolute(file))).toList();
    for (Path file : absolute) {
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new CommandFailed(file + ": there is no such file or folder.");
      }
      if (file.getParent() == null) {
        throw new CommandFailed(file + " is not in a folder.");
      }
      if (!Objects.equals(file.getRoot(), absolute.getFirst().getRoot())) {
        throw new CommandFailed("No folder has all of them: " + absolute.getFirst() + ", " + file);
      }
    }
    FolderWithPaths chosen = FolderWithPaths.of(absolute);
    Map<String, Object> fields = fields("path", chosen.folder().toString());
    fields.put("include", chosen.include());
    run.add(chosen.folder().toString(), agent.client().share(fields));
  }

  private boolean isThere(Path file, ShareRun run) {
    if (Files.isRegularFile(file) || (Files.isDirectory(file) && !upload)) {
      return true;
    }
    String reason =
        Files.isDirectory(file) ? "a folder can't be uploaded" : "there is no such file";
    if (files.size() == 1) {
      throw new CommandFailed(file + ": " + reason + ".");
    }
    run.fail(file.toString(), reason);
    return false;
  }

  private void shareOne(Path file, ShareRun run) {
    try {
      AgentClient client = agent.client();
      run.add(
          file.toString(),
          upload ? upload(client, file) : client.share(fields("path", absolute(file))));
    } catch (CommandFailed e) {
      String reason = e.getMessage() + OptionHint.ofShare(file, e.problem());
      if (files.size() == 1) {
        throw new CommandFailed(reason, e);
      }
      run.fail(file.toString(), reason);
    }
  }

  private void shareInBatches(List<Path> there, ShareRun run) {
    int from = 0;
    int bytes = 0;
    for (int to = 0; to < there.size(); to++) {
      int more = 2 * absolute(there.get(to)).getBytes(UTF_8).length; // Quotes are escaped.
      if (to - from == BATCH || (to > from && bytes + more > BATCH_BYTES)) {
        shareAll(there.subList(from, to), run);
        from = to;
        bytes = 0;
      }
      bytes += more;
    }
    shareAll(there.subList(from, there.size()), run);
  }

  private void shareAll(List<Path> some, ShareRun run) {
    List<SharedBody> answers =
        agent.client().shareAll(some.stream().map(file -> fields("path", absolute(file))).toList());
    for (int i = 0; i < answers.size(); i++) {
      Path file = some.get(i);
      SharedBody answer = answers.get(i);
      ProblemBody problem = answer.problem();
      if (problem == null) {
        run.add(file.toString(), answer);
      } else {
        run.fail(file.toString(), problem + OptionHint.ofShare(file, problem.type()));
      }
    }
  }

  private SharedBody upload(AgentClient client, Path file) {
    try {
      Multipart body = Multipart.of(file, fields());
      return client.share(body.contentType(), body.publisher());
    } catch (IOException e) {
      throw new CommandFailed("Can't read " + file + ": " + Reasons.of(e), e);
    }
  }

  private static String absolute(Path file) {
    return file.toAbsolutePath().normalize().toString();
  }

  private Map<String, Object> fields(String... first) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (first.length == 2) {
      fields.put(first[0], first[1]);
    }
    put(fields, "name", name);
    put(fields, "comment", comment);
    put(fields, "pieceSize", pieceSize);
    put(
        fields,
        "previous",
        previous == null ? null : AgentOption.infoHash(agent.client(), previous));
    put(fields, "manifestVersion", version1 ? Integer.valueOf(1) : version2 ? 2 : null);
    return fields;
  }

  private static void put(Map<String, Object> fields, String field, @Nullable Object value) {
    if (value != null) {
      fields.put(field, value);
    }
  }
}
