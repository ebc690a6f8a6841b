package io.torrentinno.agent.runtime;

import io.torrentinno.agent.announce.AnnounceIdentity;
import io.torrentinno.agent.announce.AnnounceObserver;
import io.torrentinno.agent.announce.Announcers;
import io.torrentinno.agent.announce.http.Timeouts;
import io.torrentinno.agent.announce.http.TrackerHttp;
import io.torrentinno.agent.content.disk.DataFolder;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.ResourceChoices;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.content.write.WritePool;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.events.AgentEvent;
import io.torrentinno.agent.events.AgentEvents;
import io.torrentinno.agent.events.Delivery;
import io.torrentinno.agent.events.EventFilter;
import io.torrentinno.agent.events.EventType;
import io.torrentinno.agent.events.Sampler;
import io.torrentinno.agent.events.Subscription;
import io.torrentinno.agent.memory.MemoryBudget;
import io.torrentinno.agent.net.PeerDialer;
import io.torrentinno.agent.net.PeerListener;
import io.torrentinno.agent.net.Swarm;
import io.torrentinno.agent.net.Transport;
import io.torrentinno.agent.net.admission.Admission;
import io.torrentinno.agent.net.admission.ConnectionLimits;
import io.torrentinno.agent.resource.AgentLimits;
import io.torrentinno.agent.resource.Resource;
import io.torrentinno.agent.resource.ResourceContext;
import io.torrentinno.agent.resource.swarm.FileLookout;
import io.torrentinno.agent.resource.swarm.SwarmContext;
import io.torrentinno.agent.resource.swarm.TrafficTotals;
import io.torrentinno.agent.resource.view.Added;
import io.torrentinno.agent.resource.view.Agent;
import io.torrentinno.agent.resource.view.AgentCounters;
import io.torrentinno.agent.resource.view.AgentOptions;
import io.torrentinno.agent.resource.view.BanStatus;
import io.torrentinno.agent.resource.view.FetchOrder;
import io.torrentinno.agent.resource.view.PeerStatus;
import io.torrentinno.agent.resource.view.PieceStatus;
import io.torrentinno.agent.resource.view.RateLimits;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.resource.view.Sharing;
import io.torrentinno.agent.watch.Watchdog;
import io.torrentinno.protocol.manifest.InfoHashes;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.TrackerAddress;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.FrameLimits;
import io.torrentinno.protocol.wire.PeerMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An agent: its resources, its listening port and its threads. */
public final class TorrentAgent implements Agent, AutoCloseable {
  /** What a {@link Watchdog} calls the threads that all transfers run on. */
  public static final String PEER_IO = "peer-io";

  /** How many requests of one peer it queues. */
  private static final int MAX_REQUESTS = 128;

  /** An honest caller completes its handshake within a round trip. */
  private static final int MAX_PENDING_HANDSHAKES = 256;

  /** For those who were away for a while: some megabytes. */
  private static final int REMEMBERED_EVENTS = 8192;

  private static final long EVENT_TICK_MILLIS = 500;

  private final DataFolder folder;
  private final StateFolder state;
  private final Transport transport;
  private final Admission admission;
  private final WritePool writePool;
  private final TrackerHttp trackers;
  private final Announcers announcers;
  private final AgentLimits limits;
  private final AgentMeter meter;
  private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();

  /** Of the heap; the manifest of the most pieces takes 60 MB. */
  private static final double MANIFEST_MEMORY = 0.2;

  private final MemoryBudget manifestMemory = MemoryBudget.ofHeap(MANIFEST_MEMORY);

  /** Kept by {@link #resources}; peers that connect are told from here on which are there. */
  private final ConcurrentMap<InfoHash, Resource> byHash = new ConcurrentHashMap<>();

  private final AgentEvents events =
      new AgentEvents(newEpoch(), REMEMBERED_EVENTS, this::sample, this::later);

  private final PeerListener listener;
  private final Resources resources;
  private final SharedFiles shared;
  private final FolderWatch folderWatch;

  private TorrentAgent(AgentOptions options, AnnounceObserver observer)
      throws StorageException, IOException {
    int cores = Runtime.getRuntime().availableProcessors();
    folder = DataFolder.open(options.dataDir(), options.shareDirs());
    state = StateFolder.open(folder.root());
    transport = new Transport(Math.clamp(cores / 2, 1, 4));
    AgentOptions.Connections most = options.connections();
    admission =
        new Admission(
            new ConnectionLimits(most.total(), most.perAddress(), MAX_PENDING_HANDSHAKES));
    limits = new AgentLimits(transport, options.limits());
    writePool = new WritePool(Math.clamp(cores, 1, 4), options.writeQueueBytes());
    TrafficTotals traffic = new TrafficTotals();
    meter = new AgentMeter(traffic, writePool, limits);
    trackers = new TrackerHttp(Timeouts.USUAL, options.tracker().trust());
    PeerId self = state.peerId();
    try {
      listener = PeerListener.bind(transport, options.listen(), self, this::swarmOf, admission);
    } catch (IOException e) {
      closeShared();
      throw e;
    }
    PeerMessage.Hello hello =
        new PeerMessage.Hello(
            Feature.toBits(Set.of(Feature.FAST, Feature.MANIFEST, Feature.PEER_EXCHANGE)),
            FrameLimits.TI2_BLOCK_LENGTH,
            MAX_REQUESTS,
            listener.port(),
            software());
    TrackerAddress ownTracker = options.tracker().address();
    announcers =
        new Announcers(
            trackers,
            new AnnounceIdentity(self, options.publicAddress(), listener.port(), ownTracker),
            observer);
    FileLookout lookout = new FileLookout(state.diskThreads());
    lookout.start(transport.nextLoop());
    ResourceContext context =
        new ResourceContext(
            state,
            new SwarmContext(
                SessionSettings.of(self, hello, most.perResource(), options.sharing()),
                new PeerDialer(transport, self, admission),
                writePool,
                traffic,
                lookout,
                background),
            announcers,
            limits,
            events,
            background,
            manifestMemory);
    resources = new Resources(context, folder, ownTracker, transport::nextLoop, byHash);
    ManifestMaker manifests =
        new ManifestMaker(ownTracker.host(), ownTracker.port(), InstantSource.system());
    shared = new SharedFiles(folder, state, manifests, resources, background);
    folderWatch = new FolderWatch(state, byHash.values());
  }

  /**
   * Starts an agent and every resource that it remembers.
   *
   * @throws StorageException when the data folder can't be used
   * @throws IOException when the port can't be bound
   */
  public static TorrentAgent start(AgentOptions options, AnnounceObserver observer)
      throws StorageException, IOException {
    TorrentAgent agent = new TorrentAgent(options, observer);
    agent.resources.load();
    agent.shared.load();
    agent.watchFolder();
    return agent;
  }

  /** This agent's id. */
  public PeerId peerId() {
    return state.peerId();
  }

  /** The port that peers connect to. */
  public int listenPort() {
    return listener.port();
  }

  /** Has the threads watched that all transfers run on. */
  public void watchedBy(Watchdog watchdog) {
    watchdog.watch(PEER_IO, transport.loops());
  }

  /** Connections that have passed the handshake. */
  public int connections() {
    return admission.established();
  }

  /** Connections that were closed because others had all places. */
  public long refusedConnections() {
    return admission.refused();
  }

  /** Files that are hashed, or wait for it. */
  public int hashingTasks() {
    return state.hashing().size();
  }

  /** Inbound connections that have not. */
  public int pendingHandshakes() {
    return admission.pending();
  }

  /** What reading manifests may take, whoever sends them; whoever reads one reserves a part. */
  public MemoryBudget manifestMemory() {
    return manifestMemory;
  }

  @Override
  public Sharing sharing() {
    return shared;
  }

  @Override
  public Added add(Manifest manifest) {
    try {
      Path file = folder.fileFor(manifest.name());
      InfoHash infoHash = InfoHashes.of(manifest);
      return resources.launch(
          new SavedResource(infoHash, manifest, file, false, ResourceChoices.NONE), null);
    } catch (StorageException e) {
      throw ResourceException.of(e);
    }
  }

  @Override
  public Added add(MagnetLink link) {
    return resources.launch(link);
  }

  @Override
  public List<ResourceStatus> list() {
    return statuses(resources.all().stream());
  }

  @Override
  public ResourceStatus status(InfoHash infoHash) {
    return resources.get(infoHash).status();
  }

  @Override
  public ResourceStatus awaitSettled(InfoHash infoHash, Duration most) {
    EventFilter own = new EventFilter(Set.of(infoHash), Set.of(EventType.STATE, EventType.REMOVED));
    long end = System.nanoTime() + most.toNanos();
    try (Subscription changes = events.subscribe(own)) {
      boolean over = false;
      while (!over && !resources.get(infoHash).state().isSettled()) {
        over =
            switch (changes.next(Duration.ofNanos(end - System.nanoTime()))) {
              case Delivery.Nothing _, Delivery.Ended _ -> true;
              case Delivery.News _, Delivery.Reset _ -> false;
            };
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return status(infoHash);
  }

  @Override
  public PieceStatus pieces(InfoHash infoHash) {
    return resources.get(infoHash).pieces();
  }

  @Override
  public List<PeerStatus> peers(InfoHash infoHash) {
    return resources.get(infoHash).view().peers();
  }

  @Override
  public Manifest manifest(InfoHash infoHash) {
    return resources.get(infoHash).manifest();
  }

  @Override
  public ResourceStatus pause(InfoHash infoHash) {
    Resource resource = resources.get(infoHash);
    resource.pause();
    return resource.status();
  }

  @Override
  public ResourceStatus resume(InfoHash infoHash) {
    Resource resource = resources.get(infoHash);
    resource.resume();
    return resource.status();
  }

  @Override
  public List<ResourceStatus> resumeAll(boolean paused) {
    return statuses(resources.all().stream().filter(resource -> resumed(resource, paused)));
  }

  private static boolean resumed(Resource resource, boolean paused) {
    ResourceState state = resource.state();
    if (state != ResourceState.ERROR && !(paused && state == ResourceState.PAUSED)) {
      return false;
    }
    try {
      resource.resume();
      return true;
    } catch (ResourceException e) {
      return false; // It is removed, or others are at it.
    }
  }

  @Override
  public ResourceStatus recheck(InfoHash infoHash) {
    Resource resource = resources.get(infoHash);
    resource.recheck();
    return resource.status();
  }

  @Override
  public void remove(InfoHash infoHash, boolean deleteData) {
    resources.get(infoHash).remove(deleteData);
  }

  @Override
  public RateLimits limits() {
    return limits.get();
  }

  @Override
  public void setLimits(RateLimits changed) {
    limits.set(changed);
    events.publish(new AgentEvent.SettingsChanged(null));
  }

  @Override
  public RateLimits limits(InfoHash infoHash) {
    return resources.get(infoHash).limits();
  }

  @Override
  public void setLimits(InfoHash infoHash, RateLimits changed) {
    resources.get(infoHash).setLimits(changed);
  }

  @Override
  public ResourceStatus setOrder(InfoHash infoHash, FetchOrder order) {
    Resource resource = resources.get(infoHash);
    resource.setOrder(order);
    return resource.status();
  }

  @Override
  public List<BanStatus> bans() {
    return resources.all().stream()
        .flatMap(resource -> resource.view().bans().stream())
        .sorted(Comparator.comparing(BanStatus::peerId).thenComparing(BanStatus::infoHash))
        .toList();
  }

  @Override
  public void liftBans(PeerId peer) {
    if (bans().stream().noneMatch(ban -> ban.peerId().equals(peer))) {
      throw new ResourceException(Reason.NOT_BANNED, "the peer is not banned: " + peer);
    }
    resources.all().forEach(resource -> resource.liftBan(peer));
  }

  @Override
  public AgentCounters counters() {
    return meter.read(resources.all());
  }

  @Override
  public @Nullable String dataFolderProblem() {
    return folderWatch.problem();
  }

  /** What happens to this agent. */
  public AgentEvents events() {
    return events;
  }

  /**
   * Lets go of those who listen to events, and of those who wait for a resource or a share, as they
   * hold up what is going to end.
   */
  public void endWaits() {
    events.end();
    shared.endWaits();
  }

  /**
   * Begins to tell all trackers that this agent leaves, and names it to them no more: thousands of
   * resources in a few requests, before each is closed. Returns at once.
   */
  public void leaveTrackers() {
    announcers.leave();
  }

  /** Stops all transfers, tells the tracker, brings everything onto the disk. */
  @Override
  public void close() {
    endWaits();
    shared.close();
    listener.close();
    leaveTrackers();
    CompletableFuture<?>[] retired =
        resources.all().stream()
            .map(resource -> CompletableFuture.runAsync(resource::close, background))
            .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(retired).join();
    } finally {
      closeShared();
    }
  }

  private void closeShared() {
    background.close();
    trackers.close(); // Before the loops that answers are passed on to.
    transport.close();
    writePool.close();
    state.close();
  }

  private static List<ResourceStatus> statuses(Stream<Resource> resources) {
    return resources
        .map(Resource::status)
        .sorted(Comparator.comparing(ResourceStatus::name).thenComparing(ResourceStatus::infoHash))
        .toList();
  }

  private void watchFolder() {
    transport
        .nextLoop()
        .scheduleWithFixedDelay(
            () -> background.execute(folderWatch),
            FolderWatch.SECONDS,
            FolderWatch.SECONDS,
            TimeUnit.SECONDS);
  }

  private Sampler.@Nullable Sample sample(InfoHash infoHash) {
    Resource resource = byHash.get(infoHash);
    return resource == null ? null : resource.sample();
  }

  private void later(Runnable task) {
    transport
        .nextLoop()
        .schedule(() -> background.execute(task), EVENT_TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static String newEpoch() {
    return HexFormat.of().toHexDigits(new SecureRandom().nextInt());
  }

  private @Nullable Swarm swarmOf(InfoHash infoHash) {
    Resource resource = byHash.get(infoHash);
    return resource == null ? null : resource.swarm();
  }

  private static String software() {
    String version = TorrentAgent.class.getPackage().getImplementationVersion();
    return "TorrentInno/" + (version == null ? "dev" : version);
  }
}
