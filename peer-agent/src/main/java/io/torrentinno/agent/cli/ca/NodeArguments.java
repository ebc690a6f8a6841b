package io.torrentinno.agent.cli.ca;

import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The arguments of commands for the certificates of one machine. */
final class NodeArguments {
  @Parameters(index = "0", paramLabel = "NAME", description = "The name of the machine.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DIR",
      description = "The authority's folder (ca).")
  private Path folder = Path.of("ca");

  /** The name of the machine, which is checked. */
  String name() {
    Names.checkNode(name);
    return name;
  }

  /** The folder of the authority. */
  Path folder() {
    return folder;
  }
}
