package io.torrentinno.agent.cli.ca;

import io.torrentinno.agent.cli.client.CommandFailed;
import io.torrentinno.agent.cli.client.Reasons;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "init",
    description = "Makes a certificate authority (CA) in a folder that has none.",
    mixinStandardHelpOptions = true)
final class InitCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "DIR", description = "The authority's folder (ca).")
  private Path folder = Path.of("ca");

  @Option(names = "--name", description = "The authority's name (TorrentInno authority).")
  private String name = "TorrentInno authority";

  @Option(
      names = "--days",
      description = "Days for which the authority is valid: up to 36500 (3650).")
  private int days = 3650;

  @Override
  public void run() {
    Names.checkCommonName(name);
    Duration validity = Days.of(days, 36_500);
    AuthorityFolder files = new AuthorityFolder(folder);
    try {
      files.create(Authority.create(name, Instant.now(), validity));
    } catch (IOException e) {
      throw new CommandFailed("Can't make an authority in " + folder + ": " + Reasons.of(e), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println("Made the authority \"" + name + "\" in " + folder + ".");
    out.println(
        "Keep "
            + files.key()
            + " secret: with this key, anybody can make a certificate that your machines accept.");
    out.println("Next: torrentinno ca issue NAME " + folder + ", once for each machine.");
    out.flush();
  }
}
