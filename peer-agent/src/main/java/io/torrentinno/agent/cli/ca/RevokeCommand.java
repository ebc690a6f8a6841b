package io.torrentinno.agent.cli.ca;

import io.torrentinno.agent.cli.client.CommandFailed;
import io.torrentinno.agent.cli.client.Reasons;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "revoke",
    description = "Revokes all certificates that were issued to one machine until now.",
    mixinStandardHelpOptions = true)
final class RevokeCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private NodeArguments node = new NodeArguments();

  @Override
  public void run() {
    String name = node.name();
    AuthorityFolder files = new AuthorityFolder(node.folder());
    try {
      int count = revoke(files, name, Instant.now());
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          "Revoked " + count + (count == 1 ? " certificate of " : " certificates of ") + name);
      out.println("Copy " + files.revocations() + " to the other machines, beside their tls.crt.");
      out.flush();
    } catch (IOException e) {
      throw new CommandFailed("Can't revoke " + name + ": " + Reasons.of(e), e);
    }
  }

  private static int revoke(AuthorityFolder files, String name, Instant now) throws IOException {
    Authority authority = files.read();
    List<X509Certificate> issued = files.issuedTo(name);
    if (issued.isEmpty()) {
      throw new CommandFailed("No certificate was issued to " + name + ".");
    }
    Map<BigInteger, Instant> revoked = files.revoked();
    int before = revoked.size();
    issued.forEach(certificate -> revoked.putIfAbsent(certificate.getSerialNumber(), now));
    files.write(authority.revocations(revoked, now));
    return revoked.size() - before;
  }
}
