package io.torrentinno.agent.cli.commands;

import io.torrentinno.agent.cli.client.AgentClient;
import io.torrentinno.agent.cli.client.FilesOption;
import io.torrentinno.agent.cli.client.ResourceOption;
import io.torrentinno.agent.cli.output.Amounts;
import io.torrentinno.agent.cli.output.Table;
import io.torrentinno.protocol.model.PrintableText;
import io.torrentinno.protocol.rest.FileBody;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "files",
    description = {
      "Lists the files of a resource, and how much of each has arrived.",
      "With --only, --skip, --normal or --high, first chooses which files are fetched."
    },
    mixinStandardHelpOptions = true)
public final class FilesCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ResourceOption target = new ResourceOption();

  @Mixin private FilesOption files = new FilesOption();

  @Option(names = "--json", description = "Prints the agent's answer as JSON.")
  private boolean json;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    AgentClient agent = target.client();
    String infoHash = target.infoHash(agent);
    if (!files.isEmpty()) {
      agent.chooseFiles(infoHash, files.body());
    }
    if (json) {
      out.println(PrintableText.json(agent.get("/" + infoHash + "/files")));
    } else {
      agent.files(infoHash).forEach(file -> out.println(line(file)));
    }
    out.flush();
  }

  private static String line(FileBody file) {
    String link = file.link();
    String priority = file.priority().equals("normal") ? "" : "  (" + file.priority() + ")";
    return switch (file.type()) {
      case "link" -> "%7s  %10s  %s -> %s%s".formatted("", "", file.path(), link, priority);
      case "folder" -> "%7s  %10s  %s/%s".formatted("", "", file.path(), priority);
      default ->
          "%7s  %10s  %s%s%s"
              .formatted(
                  Table.percent(file.part()),
                  Amounts.size(file.size()),
                  file.path(),
                  file.executable() ? "*" : "",
                  priority);
    };
  }
}
