package io.torrentinno.agent.cli;

import io.torrentinno.agent.cli.AgentClient.RemoteResource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "share",
    description = "Shares files that the agent's machine has, or uploads them to the agent first.",
    mixinStandardHelpOptions = true)
final class ShareCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private AgentOption agent = new AgentOption();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "A file, or several.")
  private List<Path> files = List.of();

  @Option(
      names = "--name",
      description = "What fetchers call a single file; by default the file's own name.")
  private @Nullable String name;

  @Option(names = "--comment", description = "Free text in the manifest.")
  private @Nullable String comment;

  @Option(
      names = "--piece-size",
      paramLabel = "SIZE",
      converter = Amounts.SizeConverter.class,
      description = "Such as 512KiB; by default chosen by the file's size.")
  private @Nullable Long pieceSize;

  @Option(
      names = "--upload",
      description =
          "Sends the file: for an agent on another machine, or a file outside its folders.")
  private boolean upload;

  @Override
  public void run() {
    if (name != null && files.size() > 1) {
      throw new CommandFailed("--name is for one file.");
    }
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new CommandFailed("No such file: " + file);
      }
    }
    AgentClient client = agent.client();
    PrintWriter out = spec.commandLine().getOut();
    for (Path file : files) {
      RemoteResource resource =
          upload ? upload(client, file) : client.postJson("/share", fields("path", absolute(file)));
      out.println(resource.infoHash() + "  " + resource.name());
      out.flush();
    }
  }

  private RemoteResource upload(AgentClient client, Path file) {
    try {
      Multipart body = Multipart.of(file, fields());
      return client.post("/share", body.contentType(), body.publisher());
    } catch (IOException e) {
      throw new CommandFailed("Can't read " + file + ": " + e.getMessage(), e);
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
    return fields;
  }

  private static void put(Map<String, Object> fields, String field, @Nullable Object value) {
    if (value != null) {
      fields.put(field, value);
    }
  }
}
