package io.torrentinno.system.link;

import io.torrentinno.system.harness.Host;
import io.torrentinno.system.namespace.Command;
import io.torrentinno.system.namespace.OwnNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Two hosts with nothing between them but a line that delays and loses packets. The near one is
 * where the test runs, the far one a network namespace. What {@code tc netem} does in the kernel is
 * done here in the test, for the kernels of many virtual machines come without it.
 */
public final class LongLine implements AutoCloseable {
  private static final String CONGESTION_CONTROL = "/proc/sys/net/ipv4/tcp_congestion_control";
  private static final String OFFERED = "tcp_available_congestion_control";
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
   * asks for something else: with Reno, which every namespace may choose. BBR can be asked for.
   *
   * @param delay one way
   * @param loss the part of the packets that is lost, each way, from 0 to 1
   */
  public static LongLine lay(Duration delay, double loss) throws IOException {
    OwnNamespace.prepare();
    requireBbr();
    Process namespace = Command.start(new ProcessBuilder("unshare", "--net", "cat"));
    List<String> enter = List.of("nsenter", "--target", "" + namespace.pid(), "--net", "--");
    awaitNamespace(namespace);
    LossyLink link = new LossyLink(Tun.create("near"), Tun.create("far"), delay, loss);
    Command.run("ip", "link", "set", "far", "netns", "" + namespace.pid());
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

  private static void requireBbr() throws IOException {
    String offered = Files.readString(Path.of("/proc/sys/net/ipv4", OFFERED));
    if (!List.of(offered.strip().split(" ")).contains("bbr")) {
      throw new IOException("the kernel does not offer BBR: run modprobe tcp_bbr as root");
    }
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
    run(enter, "sh", "-c", "echo reno > " + CONGESTION_CONTROL);
  }

  private static void run(List<String> enter, String... command) throws IOException {
    List<String> all = new ArrayList<>(enter);
    all.addAll(List.of(command));
    Command.run(all);
  }
}
