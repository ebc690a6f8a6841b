package io.torrentinno.agent.cli.commands;

import io.torrentinno.agent.cli.client.AgentClient;
import io.torrentinno.agent.cli.client.ResourceOption;
import io.torrentinno.agent.cli.output.Amounts;
import io.torrentinno.agent.cli.output.Table;
import io.torrentinno.protocol.model.PrintableText;
import io.torrentinno.protocol.rest.ResourceBody;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    description = "Shows all that an agent knows about one resource.",
    mixinStandardHelpOptions = true)
public final class ShowCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ResourceOption target = new ResourceOption();

  @Option(names = "--peers", description = "Prints the connected peers instead, as JSON.")
  private boolean peers;

  @Option(names = "--json", description = "Prints the agent's answer as JSON.")
  private boolean json;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    AgentClient agent = target.client();
    String infoHash = target.infoHash(agent);
    if (json || peers) {
      out.println(PrintableText.json(agent.get("/" + infoHash + (peers ? "/peers" : ""))));
    } else {
      print(out, agent.status(infoHash));
    }
    out.flush();
  }

  private static void print(PrintWriter out, ResourceBody it) {
    row(out, "name", it.name());
    row(out, "info-hash", it.infoHash());
    if (it.path() != null) {
      row(out, it.folder() ? "folder" : "file", it.path());
    }
    row(out, "state", it.state());
    row(
        out,
        "progress",
        String.format(
            Locale.ROOT,
            "%s (%s of %s)",
            Table.percent(it.progress()),
            Amounts.size(it.completedBytes()),
            Amounts.size(it.selectedBytes())));
    if (it.selectedBytes() < it.size()) {
      row(out, "size", Amounts.size(it.size()) + ", of which some files are not fetched");
    }
    if (it.reusedBytes() > 0) {
      row(
          out,
          "reused",
          Amounts.size(it.reusedBytes()) + " copied from other resources of the agent");
    }
    row(out, "download", Amounts.rate(it.downloadRate()));
    row(out, "upload", Amounts.rate(it.uploadRate()));
    row(out, "time left", Amounts.duration(it.eta()));
    row(out, "order", it.order());
    row(out, "magnet", it.magnet());
    row(out, "peers", it.peers() + ", " + it.seeders() + " of them seeders");
    if (it.knownSeeders() != null) {
      row(
          out,
          "known",
          it.knownSeeders()
              + " seeders and "
              + it.knownLeechers()
              + " leechers, as a tracker says");
    }
    if (it.signature() != null) {
      row(
          out,
          "signature",
          it.signer() == null ? it.signature() : it.signature() + ": " + it.signer());
    }
    if (it.error() != null) {
      row(out, "error", it.error());
    }
    if (it.waiting() != null) {
      row(out, "waiting", it.waiting());
    }
    if (it.retryIn() != null) {
      row(out, "next try", "in " + Amounts.duration(it.retryIn()));
    }
  }

  private static void row(PrintWriter out, String label, String value) {
    out.printf("%-10s %s%n", label, value);
  }
}
