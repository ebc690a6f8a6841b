package io.torrentinno.system.bittorrent;

import io.torrentinno.system.harness.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Addresses of this machine as if they were hosts: clients take those that begin with 127 for no
 * peers', and two peers at one address for one.
 */
public final class Addresses {
  private static final String OWN_NAMESPACE = "TORRENTINNO_NAMESPACE";

  private Addresses() {}

  /** The one with that number, from 1 on, which is there from now on. */
  public static Host host(int number) throws IOException {
    if (System.getenv(OWN_NAMESPACE) == null) {
      throw new IOException(
          "this test needs a network namespace of its own, which unshare could not make:"
              + " run it through Maven, as root or where user namespaces are allowed");
    }
    String address = "10.78.0." + number;
    run("ip", "link", "set", "lo", "up");
    run("ip", "address", "replace", address + "/24", "dev", "lo");
    return new Host(address, List.of());
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
  }
}
