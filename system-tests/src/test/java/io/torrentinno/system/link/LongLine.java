package io.torrentinno.system.link;

import io.torrentinno.system.harness.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Two hosts with nothing between them but a line that delays and loses packets. The near one is
 * where the test runs, the far one a network namespace. What {@code tc netem} does in the kernel is
 * done here in the test, for the kernels of many virtual machines come without it.
 */
public final class LongLine implements AutoCloseable {
  private static final String OWN_NAMESPACE = "TORRENTINNO_NAMESPACE";
  private static final String NEAR = "10.77.0.1";
  private static final String FAR = "10.77.0.2";

  /** Packets that an interface holds until they are carried: more than are ever under way. */
  private static final String QUEUE = "10000";

  private final Process farNamespace;
  private final LossyLink link;
  private final Host far;

  private LongLine(Process farNamespace, LossyLink link, Host far) {
    this.farNamespace = farNamespace;
    this.link = link;
    this.far = far;
  }

  /**
   * Lays one. Both ends take each lost packet for congestion, as most systems do unless a program
   * asks for something else.
   *
   * @param delay one way
   * @param loss the part of the packets that is lost, each way, from 0 to 1
   */
  public static LongLine lay(Duration delay, double loss) throws IOException {
    if (System.getenv(OWN_NAMESPACE) == null) {
      throw new IOException(
          "this test needs a network namespace of its own, which unshare could not make:"
              + " run it through Maven, as root or where user namespaces are allowed");
    }
    Process namespace = new ProcessBuilder("unshare", "--net", "cat").start();
    List<String> enter = List.of("nsenter", "--target", "" + namespace.pid(), "--net", "--");
    awaitNamespace(namespace);
    LossyLink link = new LossyLink(Tun.create("near"), Tun.create("far"), delay, loss);
    run("ip", "link", "set", "far", "netns", "" + namespace.pid());
    up(List.of(), "near", NEAR);
    up(enter, "far", FAR);
    return new LongLine(namespace, link, new Host(FAR, enter));
  }

  public Host near() {
    return new Host(NEAR, List.of());
  }

  public Host far() {
    return far;
  }

  @Override
  public void close() throws IOException {
    link.close();
    farNamespace.destroyForcibly();
  }

  /** Once it answers through its pipe it has entered its namespace. */
  private static void awaitNamespace(Process namespace) throws IOException {
    namespace.getOutputStream().write('\n');
    namespace.getOutputStream().flush();
    if (namespace.getInputStream().read() != '\n') {
      throw new IOException("unshare --net failed: " + namespace.errorReader().readLine());
    }
  }

  private static void up(List<String> enter, String device, String address) throws IOException {
    run(enter, "ip", "link", "set", "lo", "up");
    run(enter, "ip", "address", "add", address + "/24", "dev", device);
    run(enter, "ip", "link", "set", device, "txqueuelen", QUEUE, "up");
    run(enter, "sh", "-c", "echo cubic > /proc/sys/net/ipv4/tcp_congestion_control");
  }

  private static void run(String... command) throws IOException {
    run(List.of(), command);
  }

  private static void run(List<String> enter, String... command) throws IOException {
    List<String> all = new ArrayList<>(enter);
    all.addAll(List.of(command));
    Process process;
    try {
      process = new ProcessBuilder(all).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException(all.getFirst() + " can't be run; is iproute2 installed?", e);
    }
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", all) + ": " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
