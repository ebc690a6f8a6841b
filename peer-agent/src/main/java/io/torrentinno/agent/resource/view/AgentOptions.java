package io.torrentinno.agent.resource.view;

import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.protocol.model.TrackerAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * How an agent is set up.
 *
 * @param dataDir where downloads and the agent's memory lie
 * @param shareDirs other folders whose files may be shared
 * @param downloadDirs other folders that downloads may be written to, and whose files may be shared
 * @param listen where to listen for peers; port 0 lets the system choose
 * @param publicAddress what peers are told to connect to; absent for the local address of the route
 *     to the tracker
 * @param tracker of the agent
 * @param manifestVersion 1 or 2: of the manifests that are made of files, unless another is asked
 *     for
 * @param connections how many there may be
 * @param writeQueueBytes received and not yet written at most, before receiving pauses
 * @param limits of all resources together, until they are changed
 * @param sharing whom it serves, and how
 */
public record AgentOptions(
    Path dataDir,
    List<Path> shareDirs,
    List<Path> downloadDirs,
    InetSocketAddress listen,
    @Nullable InetAddress publicAddress,
    Tracker tracker,
    int manifestVersion,
    Connections connections,
    long writeQueueBytes,
    RateLimits limits,
    SessionSettings.Sharing sharing) {
  /**
   * The tracker that is written into manifests that are made here.
   *
   * @param trust which trackers are trusted that speak TLS; gives null for those that the JVM
   *     trusts. Asked for each connection
   */
  public record Tracker(TrackerAddress address, Supplier<@Nullable TrustManagerFactory> trust) {}

  /**
   * How many connections there may be at most.
   *
   * @param perResource of one resource
   * @param total of all resources together
   * @param perAddress of those, with one address
   */
  public record Connections(int perResource, int total, int perAddress) {}
}
