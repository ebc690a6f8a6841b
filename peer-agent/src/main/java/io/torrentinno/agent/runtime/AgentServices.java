package io.torrentinno.agent.runtime;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.announce.AnnounceIdentity;
import io.torrentinno.agent.announce.AnnounceObserver;
import io.torrentinno.agent.announce.AnnounceSecret;
import io.torrentinno.agent.announce.Announcers;
import io.torrentinno.agent.announce.client.TrackerClient;
import io.torrentinno.agent.announce.http.ServerToken;
import io.torrentinno.agent.announce.http.Timeouts;
import io.torrentinno.agent.announce.http.TrackerHttp;
import io.torrentinno.agent.content.disk.BootId;
import io.torrentinno.agent.content.disk.DataFolder;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.content.write.WritePool;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.events.AgentEvents;
import io.torrentinno.agent.events.Sampler;
import io.torrentinno.agent.manifest.ManifestThreads;
import io.torrentinno.agent.memory.MemoryBudget;
import io.torrentinno.agent.net.ConnectionRules;
import io.torrentinno.agent.net.PeerDialer;
import io.torrentinno.agent.net.PeerListener;
import io.torrentinno.agent.net.Swarm;
import io.torrentinno.agent.net.Transport;
import io.torrentinno.agent.net.admission.Admission;
import io.torrentinno.agent.net.admission.ConnectionLimits;
import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.agent.resource.AgentLimits;
import io.torrentinno.agent.resource.ResourceContext;
import io.torrentinno.agent.resource.changes.FileLookout;
import io.torrentinno.agent.resource.swarm.SwarmContext;
import io.torrentinno.agent.resource.swarm.TrafficTotals;
import io.torrentinno.agent.resource.transfer.PeerActivities;
import io.torrentinno.agent.resource.transfer.TransferContext;
import io.torrentinno.agent.resource.view.AgentOptions;
import io.torrentinno.agent.resource.view.AgentOptions.Reuse;
import io.torrentinno.agent.reuse.HeldResources;
import io.torrentinno.agent.reuse.LocalSearch;
import io.torrentinno.agent.signatures.SignaturePolicy;
import io.torrentinno.agent.watch.Watchdog;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.FrameLimits;
import io.torrentinno.protocol.wire.PeerMessage;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The services that all resources of an agent share: folders, threads, the listening port, and the
 * client of the trackers.
 */
public final class AgentServices implements AutoCloseable {
  /** The name that a {@link Watchdog} has for the threads of all transfers. */
  public static final String PEER_IO = "peer-io";

  /** The most requests of one peer that wait for their blocks. */
  private static final int MAX_REQUESTS = 512;

  /**
   * The most connections without a handshake. An honest peer completes its handshake within a round
   * trip.
   */
  private static final int MAX_PENDING_HANDSHAKES = 256;

  /** The number of events that are kept for listeners that were away. They take some megabytes. */
  private static final int REMEMBERED_EVENTS = 8192;

  private static final long EVENT_TICK_MILLIS = 500;

  /**
   * The part of the heap for manifests that are read. The manifest with the most pieces takes 60
   * MB.
   */
  private static final double MANIFEST_MEMORY = 0.2;

  /** The part of the heap for comparing resources with bytes that this machine has. */
  private static final double REUSE_MEMORY = 0.1;

  private final OpenParts open = new OpenParts();
  private final DataFolder folder;
  private final StateFolder state;
  private final Transport transport;
  private final Admission admission;
  private final PeerTls tls;
  private final PeerId self;
  private final WritePool writePool;
  private final TrackerHttp trackers;
  private final AgentLimits limits;
  private final AgentEvents events;
  private final TrafficTotals traffic = new TrafficTotals();
  private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
  private final MemoryBudget manifestMemory = MemoryBudget.ofHeap(MANIFEST_MEMORY);
  private final MemoryBudget reuseMemory = MemoryBudget.ofHeap(REUSE_MEMORY);
  private final PeerListener listener;
  private final Announcers announcers;
  private final ResourceContext resources;
  private final SignaturePolicy signatures;
  private final PeerActivities activities;

  /**
   * The parts that the program that starts an agent gives to it.
   *
   * @param observer receives the results of announces
   * @param signatures decides which manifests are taken
   */
  record Given(AnnounceObserver observer, SignaturePolicy signatures) {}

  /**
   * Opens folders and port, and starts threads.
   *
   * @param given what the program that starts the agent has for it
   * @param swarms returns the swarm of an info-hash, or null; called on any loop
   * @param held what the agent holds
   * @param sampler reads the progress of resources
   * @throws StorageException when the data folder cannot be used
   * @throws IOException when the port cannot be bound
   */
  AgentServices(
      AgentOptions options,
      Given given,
      Function<InfoHash, @Nullable Swarm> swarms,
      HeldResources held,
      Sampler sampler)
      throws StorageException, IOException {
    try {
      int cores = Runtime.getRuntime().availableProcessors();
      folder = DataFolder.open(options.dataDir(), options.shareDirs(), options.downloadDirs());
      state = StateFolder.open(folder, BootId.current());
      open.add(state::close);
      // It is closed after the loops, which may still hand it bytes.
      writePool = new WritePool(Math.clamp(cores, 1, 4), options.writeQueueBytes());
      open.add(writePool::close);
      transport = new Transport(Math.clamp(cores / 2, 1, 4));
      open.add(transport::close);
      // It is closed before the loops to which answers are passed on.
      trackers = new TrackerHttp(Timeouts.USUAL, options.tracker().trust(), options.outgoing());
      open.add(trackers::close);
      trackers.send(
          new ServerToken(options.tracker().address().toUri(), options.tracker().token()));
      open.add(background::close);
      AgentOptions.Connections most = options.connections();
      admission =
          new Admission(
              new ConnectionLimits(most.total(), most.perAddress(), MAX_PENDING_HANDSHAKES));
      limits = new AgentLimits(transport, options.limits());
      events = new AgentEvents(newEpoch(), REMEMBERED_EVENTS, sampler, this::atNextTick);
      tls = options.tls();
      self = tls.isOn() ? state.peerId().takingTls() : state.peerId();
      ConnectionRules rules = new ConnectionRules(self, admission, tls);
      listener = PeerListener.bind(transport, options.listen(), rules, swarms);
      open.add(listener::close);
      announcers =
          new Announcers(
              trackers,
              new TrackerClient(trackers, options.outgoing()),
              new AnnounceIdentity(
                  self,
                  options.publicAddress(),
                  listener.port(),
                  options.tracker().address(),
                  new AnnounceSecret(state.announceSecret())),
              given.observer());
      signatures = given.signatures();
      resources =
          new ResourceContext(state, limits, events, background, transport::nextLoop, signatures);
      activities =
          new PeerActivities(
              new TransferContext(
                  resources,
                  swarmContext(options, rules),
                  announcers,
                  manifestMemory,
                  new LocalSearch(
                      state,
                      options.reuse() == Reuse.NONE ? HeldResources.NONE : held,
                      reuseMemory,
                      options.reuse() == Reuse.LINKS)));
    } catch (StorageException | IOException | RuntimeException | Error e) {
      open.closeAfter(e);
      throw e;
    }
  }

  private SwarmContext swarmContext(AgentOptions options, ConnectionRules rules) {
    FileLookout lookout = new FileLookout(state.diskThreads());
    lookout.start(transport.nextLoop());
    PeerMessage.Hello hello =
        new PeerMessage.Hello(
            Feature.toBits(
                Set.of(
                    Feature.FAST,
                    Feature.MANIFEST,
                    Feature.PEER_EXCHANGE,
                    Feature.HASHES,
                    Feature.SIGNATURES,
                    Feature.COPY_HINTS)),
            FrameLimits.TI2_BLOCK_LENGTH,
            MAX_REQUESTS,
            listener.port(),
            software());
    return new SwarmContext(
        SessionSettings.of(self, hello, options.connections().perResource(), options.sharing())
            .naming(options.outgoing()::admits),
        new PeerDialer(transport, rules),
        writePool,
        traffic,
        lookout,
        background);
  }

  /** The peer-id of this agent. */
  public PeerId peerId() {
    return self;
  }

  /** The encryption of the connections with peers. */
  public PeerTls tls() {
    return tls;
  }

  /** The port on which this agent accepts peers. */
  public int listenPort() {
    return listener.port();
  }

  /** Makes a watchdog check the threads of all transfers. */
  public void watchedBy(Watchdog watchdog) {
    watchdog.watch(PEER_IO, transport.loops());
  }

  /** The number of connections that have passed the handshake. */
  public int connections() {
    return admission.established();
  }

  /** The number of connections that were closed because all places were taken. */
  public long refusedConnections() {
    return admission.refused();
  }

  /** The number of incoming connections that have not passed the handshake. */
  public int pendingHandshakes() {
    return admission.pending();
  }

  /** The number of tasks that hash files, or wait for it. */
  public int hashingTasks() {
    return state.hashing().size();
  }

  /** The memory for reading manifests from any source. A reader reserves a part of it first. */
  public MemoryBudget manifestMemory() {
    return manifestMemory;
  }

  /** The memory for finding what need not be fetched, and for telling others. */
  MemoryBudget reuseMemory() {
    return reuseMemory;
  }

  /** Parses manifests of all sources. */
  public ManifestThreads manifestThreads() {
    return new ManifestThreads(state.hashing());
  }

  /** Decides which manifests are taken. */
  public SignaturePolicy signatures() {
    return signatures;
  }

  /** The events of this agent. */
  public AgentEvents events() {
    return events;
  }

  DataFolder folder() {
    return folder;
  }

  StateFolder state() {
    return state;
  }

  AgentLimits limits() {
    return limits;
  }

  ResourceContext resources() {
    return resources;
  }

  PeerActivities activities() {
    return activities;
  }

  /** An executor with a virtual thread for each task, for tasks that block. */
  ExecutorService background() {
    return background;
  }

  /** An executor on one of the event loops, which never block. */
  EventLoop nextLoop() {
    return transport.nextLoop();
  }

  TrafficTotals traffic() {
    return traffic;
  }

  WritePool writePool() {
    return writePool;
  }

  /** Closes the listening port. */
  void closeListener() {
    listener.close();
  }

  /**
   * Begins to announce to all trackers that this agent leaves: thousands of resources in a few
   * requests. No announcers can be started from then on. Returns at once.
   */
  public void leaveTrackers() {
    announcers.leave();
  }

  /** Ends all threads and releases the folders. To be called when all resources are closed. */
  @Override
  public void close() {
    open.close();
  }

  private void atNextTick(Runnable task) {
    transport
        .nextLoop()
        .schedule(() -> background.execute(task), EVENT_TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static String newEpoch() {
    return HexFormat.of().toHexDigits(new SecureRandom().nextInt());
  }

  private static String software() {
    String version = AgentServices.class.getPackage().getImplementationVersion();
    return "TorrentInno/" + (version == null ? "dev" : version);
  }
}
