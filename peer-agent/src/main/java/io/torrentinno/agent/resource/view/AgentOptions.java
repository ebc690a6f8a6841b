package io.torrentinno.agent.resource.view;

import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.agent.outgoing.OutgoingGuard;
import io.torrentinno.protocol.model.TrackerAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The options of an agent.
 *
 * @param dataDir the folder of downloads and of the agent's state
 * @param shareDirs other folders whose files may be shared
 * @param downloadDirs other folders that downloads may be written to, and whose files may be shared
 * @param listen where to listen for peers; port 0 lets the system choose
 * @param publicAddress the address that other peers get; absent: the local address of the route to
 *     the tracker
 * @param tracker of the agent
 * @param manifestVersion 1 or 2: the version of manifests that are made of files, unless a call
 *     chooses another
 * @param connections how many connections there may be
 * @param writeQueueBytes the limit of bytes that are received and not yet written; at the limit,
 *     receiving pauses
 * @param limits of all resources together, until they are changed
 * @param sharing which peers it serves, and how
 * @param outgoing checks the addresses that others name
 * @param reuse what it does with bytes that it holds already
 * @param tls encrypts the connections with peers
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
    SessionSettings.Sharing sharing,
    OutgoingGuard outgoing,
    Reuse reuse,
    PeerTls tls) {
  /**
   * The tracker that is written into manifests that are made here.
   *
   * @param trust decides which trackers with TLS are trusted; null for those that the JVM trusts.
   *     Called for each connection
   * @param token the bearer token that this tracker, and no other, gets; null for none. Must not
   *     block
   */
  public record Tracker(
      TrackerAddress address,
      Supplier<@Nullable TrustManagerFactory> trust,
      Supplier<@Nullable String> token) {
    /** A tracker that gets no token. */
    public Tracker(TrackerAddress address, Supplier<@Nullable TrustManagerFactory> trust) {
      this(address, trust, () -> null);
    }
  }

  /** The use of bytes that other resources of this agent have already. */
  public enum Reuse {
    /** It fetches them again. */
    NONE,
    /** It copies them. */
    COPIES,
    /**
     * It copies them, but for whole files of finished downloads that other downloads need: these
     * become hard links, so that both downloads have the same file.
     */
    LINKS
  }

  /**
   * How many connections there may be at most.
   *
   * @param perResource of one resource
   * @param total of all resources together
   * @param perAddress of all resources together, with one address
   */
  public record Connections(int perResource, int total, int perAddress) {}
}
