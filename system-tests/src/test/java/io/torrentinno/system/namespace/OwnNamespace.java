package io.torrentinno.system.namespace;

import io.torrentinno.system.harness.Host;
import java.io.IOException;
import java.util.List;

/**
 * The network namespace in which tests with the tag {@code namespace} run, and where they may
 * change what they like. It is empty at first and goes with the tests' JVM.
 */
public final class OwnNamespace {
  private static final String PRESENT = "TORRENTINNO_NAMESPACE";

  private OwnNamespace() {}

  /**
   * Brings up its loopback interface.
   *
   * @throws IOException when the tests have no namespace of their own
   */
  public static void prepare() throws IOException {
    if (System.getenv(PRESENT) == null) {
      throw new IOException(
          "this test needs a network namespace of its own, which unshare could not make:"
              + " run ./mvnw -Pfull verify as root or where user namespaces are allowed");
    }
    Command.run("ip", "link", "set", "lo", "up");
  }

  /** Its loopback interface at ::1, also where the machine's own have no IPv6. */
  public static Host ipv6() throws IOException {
    prepare();
    Command.run("sh", "-c", "echo 0 > /proc/sys/net/ipv6/conf/lo/disable_ipv6");
    return new Host("::1", List.of());
  }

  /**
   * A host with an address of its own. Clients of BitTorrent take addresses that begin with 127 for
   * no peers', and two peers at one address for one.
   *
   * @param number which one, from 1 on
   */
  public static Host host(int number) throws IOException {
    prepare();
    String address = "10.78.0." + number;
    Command.run("ip", "address", "replace", address + "/24", "dev", "lo");
    return new Host(address, List.of());
  }
}
