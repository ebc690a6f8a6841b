package io.torrentinno.agent.cli.commands;

import io.torrentinno.agent.cli.client.AgentClient;
import io.torrentinno.agent.cli.client.AgentOption;
import io.torrentinno.agent.cli.output.Amounts;
import io.torrentinno.protocol.rest.LimitsBody;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "limit",
    description = "Shows or changes how fast an agent or one resource may send and receive.",
    mixinStandardHelpOptions = true)
public final class LimitCommand implements Runnable {
  private static final String RATE = "RATE";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private AgentOption agent = new AgentOption();

  @Parameters(
      paramLabel = "RESOURCE",
      arity = "0..1",
      description =
          "The resource: its info-hash, the first digits of its info-hash, or"
              + " its name. By default the whole agent.")
  private @Nullable String resource;

  @Option(
      names = "--up",
      paramLabel = RATE,
      converter = Amounts.RateConverter.class,
      description =
          "Maximum number of bytes to send in a second: 500kB, 10MB (1 kB is"
              + " 1000 bytes), or none for no limit.")
  private @Nullable Long up;

  @Option(
      names = "--down",
      paramLabel = RATE,
      converter = Amounts.RateConverter.class,
      description =
          "Maximum number of bytes to receive in a second: 500kB, 10MB (1 kB is 1000"
              + " bytes), or none for no limit.")
  private @Nullable Long down;

  @Override
  public void run() {
    AgentClient client = agent.client();
    String infoHash = resource == null ? null : AgentOption.infoHash(client, resource);
    boolean asked = up == null && down == null;
    LimitsBody limits = asked ? client.limits(infoHash) : client.setLimits(infoHash, up, down);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-8s %s%n", "upload", text(limits.uploadPerSecond()));
    out.printf("%-8s %s%n", "download", text(limits.downloadPerSecond()));
    out.flush();
  }

  private static String text(@Nullable Long limit) {
    return limit == null || limit == 0 ? "no limit" : Amounts.rate(limit);
  }
}
