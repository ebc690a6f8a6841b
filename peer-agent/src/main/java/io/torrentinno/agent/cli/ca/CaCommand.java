package io.torrentinno.agent.cli.ca;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "ca",
    description =
        "Makes a certificate authority (CA), and the certificates by which"
            + " agents recognise each other.",
    mixinStandardHelpOptions = true,
    subcommands = {InitCommand.class, IssueCommand.class, RevokeCommand.class})
public final class CaCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing: init, issue, revoke.");
  }
}
