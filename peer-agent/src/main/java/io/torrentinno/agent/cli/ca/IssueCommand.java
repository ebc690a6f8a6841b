package io.torrentinno.agent.cli.ca;

import io.torrentinno.agent.cli.client.CommandFailed;
import io.torrentinno.agent.cli.client.Reasons;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "issue",
    description = "Makes a key and a certificate for one machine.",
    mixinStandardHelpOptions = true)
final class IssueCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private NodeArguments node = new NodeArguments();

  @Option(
      names = "--san",
      split = ",",
      paramLabel = "HOST|IP",
      description =
          "Other host names and IP addresses of the machine. HTTPS needs the ones by"
              + " which callers reach the machine.")
  private List<String> alternatives = List.of();

  @Option(
      names = "--days",
      description = "Days for which the certificate is valid: up to 3650 (365).")
  private int days = 365;

  @Option(names = "--renew", description = "Replaces the key and the certificate of NAME.")
  private boolean renew;

  @Override
  public void run() {
    String name = node.name();
    Path folder = node.folder();
    Duration validity = Days.of(days, 3650);
    List<GeneralName> hosts = hosts(name);
    AuthorityFolder files = new AuthorityFolder(folder);
    try {
      Authority authority = files.read();
      Instant now = Instant.now();
      if (!now.isBefore(authority.certificate().getNotAfter().toInstant())) {
        throw new CommandFailed("The authority in " + folder + " has expired.");
      }
      if (files.hasNode(name) && !renew) {
        throw new CommandFailed(
            name + " has a certificate already (" + files.node(name) + "). --renew replaces it.");
      }
      Authority.Issued issued = authority.issue(new Authority.Subject(name, hosts), now, validity);
      files.writeNode(name, authority, issued);
      print(name, files.node(name), issued);
    } catch (IOException e) {
      throw new CommandFailed("Can't issue a certificate to " + name + ": " + Reasons.of(e), e);
    }
  }

  private List<GeneralName> hosts(String name) {
    List<GeneralName> names = new ArrayList<>();
    if (Names.isHost(name)) {
      names.add(new GeneralName(GeneralName.dNSName, name));
    }
    alternatives.stream().map(Names::alternative).forEach(names::add);
    return names;
  }

  private void print(String name, Path folder, Authority.Issued issued) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "Issued a certificate to %s, valid until %s: %s%n",
        name, issued.certificate().getNotAfter().toInstant(), folder);
    out.println("Copy this folder to " + name + ", for example to /etc/torrentinno/tls, and set:");
    TlsSettings.lines("/etc/torrentinno/tls").forEach(line -> out.println("  " + line));
    out.flush();
  }
}
