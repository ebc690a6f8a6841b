package io.torrentinno.agent.cli.commands;

import io.torrentinno.agent.cli.client.AgentClient;
import io.torrentinno.agent.cli.client.AgentOption;
import io.torrentinno.agent.cli.output.Amounts;
import io.torrentinno.protocol.rest.BanBody;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "bans",
    description = "Lists the peers that an agent has banned, or ends a ban.",
    mixinStandardHelpOptions = true)
public final class BansCommand implements Runnable {
  private static final String ROW = "%-64s  %-12s  %-21s  %-9s  %s%n";
  private static final int SHORT_HASH = 12;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private AgentOption agent = new AgentOption();

  @Option(names = "--lift", paramLabel = "PEER-ID", description = "Ends the ban of this peer.")
  private @Nullable String lifted;

  @Override
  public void run() {
    AgentClient client = agent.client();
    PrintWriter out = spec.commandLine().getOut();
    if (lifted != null) {
      client.liftBan(lifted);
      out.println("Ended the ban of " + lifted + ".");
      return;
    }
    List<BanBody> bans = client.bans();
    if (bans.isEmpty()) {
      out.println("No peer is banned.");
    } else {
      print(out, bans);
    }
    out.flush();
  }

  private static void print(PrintWriter out, List<BanBody> bans) {
    out.printf(ROW, "PEER-ID", "RESOURCE", "ADDRESS", "REASON", "LEFT");
    for (BanBody ban : bans) {
      out.printf(
          ROW,
          ban.peerId(),
          ban.infoHash().substring(0, SHORT_HASH),
          Objects.requireNonNullElse(ban.address(), "unknown"),
          ban.reason(),
          Amounts.duration(ban.remaining()));
    }
  }
}
