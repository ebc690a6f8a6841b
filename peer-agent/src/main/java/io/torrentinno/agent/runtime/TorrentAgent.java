package io.torrentinno.agent.runtime;

import io.torrentinno.agent.announce.AnnounceObserver;
import io.torrentinno.agent.announce.TrackerClient;
import io.torrentinno.agent.engine.SessionSettings;
import io.torrentinno.agent.net.PeerDialer;
import io.torrentinno.agent.net.PeerListener;
import io.torrentinno.agent.net.Swarm;
import io.torrentinno.agent.net.Transport;
import io.torrentinno.agent.runtime.ResourceException.Reason;
import io.torrentinno.agent.storage.DataFolder;
import io.torrentinno.agent.storage.FileStamp;
import io.torrentinno.agent.storage.ResourceStorage;
import io.torrentinno.agent.storage.SavedResource;
import io.torrentinno.agent.storage.StateFolder;
import io.torrentinno.agent.storage.StorageException;
import io.torrentinno.agent.storage.WritePool;
import io.torrentinno.protocol.manifest.InfoHashes;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.FrameLimits;
import io.torrentinno.protocol.wire.PeerMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An agent: its resources, its listening port and its threads. */
public final class TorrentAgent implements Agent, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TorrentAgent.class);

  /** How many requests of one peer it queues. */
  private static final int MAX_REQUESTS = 128;

  /** How long adding waits to report a failure at once, rather than in the status. */
  private static final Duration START_PATIENCE = Duration.ofSeconds(10);

  private final ManifestMaker manifests;
  private final DataFolder folder;
  private final StateFolder state;
  private final Transport transport;
  private final WritePool writePool;
  private final TrackerClient tracker;
  private final Traffic traffic = new Traffic();
  private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<InfoHash, ResourceRunner> runners = new ConcurrentHashMap<>();
  private final PeerListener listener;
  private final AgentContext context;

  private TorrentAgent(AgentOptions options, AnnounceObserver observer)
      throws StorageException, IOException {
    manifests =
        new ManifestMaker(options.trackerHost(), options.trackerPort(), InstantSource.system());
    int cores = Runtime.getRuntime().availableProcessors();
    folder = DataFolder.open(options.dataDir(), options.shareDirs());
    state = StateFolder.open(folder.root());
    transport = new Transport(Math.clamp(cores / 2, 1, 4));
    writePool = new WritePool(Math.clamp(cores, 1, 4), options.writeQueueBytes());
    tracker = new TrackerClient();
    PeerId self = state.peerId();
    try {
      listener = PeerListener.bind(transport, options.listen(), self, this::swarmOf);
    } catch (IOException e) {
      closeShared();
      throw e;
    }
    PeerMessage.Hello hello =
        new PeerMessage.Hello(
            Feature.toBits(Set.of(Feature.FAST)),
            FrameLimits.TI2_BLOCK_LENGTH,
            MAX_REQUESTS,
            listener.port(),
            software());
    context =
        new AgentContext(
            SessionSettings.of(self, hello, options.maxConnections()),
            state,
            writePool,
            new PeerDialer(transport, self),
            tracker,
            observer,
            traffic,
            background,
            options.publicAddress(),
            listener.port());
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
    for (SavedResource saved : agent.state.load()) {
      agent.runnerFor(saved).startLater(false);
    }
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

  @Override
  public Added share(ShareRequest request) {
    try {
      Path file = folder.allowed(request.file());
      String name = request.name() == null ? file.getFileName().toString() : request.name();
      folder.fileFor(name);
      ResourceRunner sameFile = shared(file, name);
      if (sameFile != null) {
        return new Added(sameFile.status(), false);
      }
      FileStamp stamp = FileStamp.of(file);
      Manifest manifest = manifests.make(file, stamp.size(), name, request);
      if (!FileStamp.of(file).equals(stamp)) {
        throw new ResourceException(
            Reason.FILE_CHANGED, "the file changed while it was read: " + file);
      }
      boolean inPlace = !file.equals(folder.fileFor(name));
      SavedResource saved =
          new SavedResource(InfoHashes.of(manifest), manifest, file, inPlace, false);
      return launch(saved, stamp);
    } catch (StorageException e) {
      throw ResourceException.of(e);
    }
  }

  @Override
  public Added add(Manifest manifest) {
    InfoHash infoHash = InfoHashes.of(manifest);
    ResourceRunner known = runners.get(infoHash);
    if (known != null) {
      return new Added(known.status(), false);
    }
    try {
      Path file = folder.fileFor(manifest.name());
      return launch(new SavedResource(infoHash, manifest, file, false, false), null);
    } catch (StorageException e) {
      throw ResourceException.of(e);
    }
  }

  @Override
  public List<ResourceStatus> list() {
    return runners.values().stream()
        .map(ResourceRunner::status)
        .sorted(Comparator.comparing(ResourceStatus::name).thenComparing(ResourceStatus::infoHash))
        .toList();
  }

  @Override
  public ResourceStatus status(InfoHash infoHash) {
    return runner(infoHash).status();
  }

  @Override
  public PieceStatus pieces(InfoHash infoHash) {
    return runner(infoHash).pieces();
  }

  @Override
  public List<PeerStatus> peers(InfoHash infoHash) {
    return runner(infoHash).peers();
  }

  @Override
  public Manifest manifest(InfoHash infoHash) {
    return runner(infoHash).saved().manifest();
  }

  @Override
  public ResourceStatus pause(InfoHash infoHash) {
    ResourceRunner runner = runner(infoHash);
    setPaused(runner, true);
    return runner.status();
  }

  @Override
  public ResourceStatus resume(InfoHash infoHash) {
    ResourceRunner runner = runner(infoHash);
    if (runner.state() == ResourceState.PAUSED || runner.state() == ResourceState.ERROR) {
      setPaused(runner, false);
      runner.startLater(false);
    }
    return runner.status();
  }

  @Override
  public ResourceStatus recheck(InfoHash infoHash) {
    ResourceRunner runner = runner(infoHash);
    runner.startLater(true);
    return runner.status();
  }

  @Override
  public void remove(InfoHash infoHash, boolean deleteData) {
    ResourceRunner runner = runner(infoHash);
    runner.retire();
    try {
      if (deleteData) {
        ResourceStorage.deleteData(runner.saved(), state);
      }
      state.delete(infoHash);
    } catch (StorageException e) {
      throw ResourceException.of(e);
    } finally {
      runners.remove(infoHash, runner);
    }
  }

  @Override
  public AgentCounters counters() {
    Map<ResourceState, Integer> states = new EnumMap<>(ResourceState.class);
    long download = 0;
    long upload = 0;
    int peers = 0;
    int known = 0;
    for (ResourceRunner runner : runners.values()) {
      states.merge(runner.state(), 1, Integer::sum);
      download += runner.rates().download();
      upload += runner.rates().upload();
      peers += runner.connectedPeers();
      known += runner.knownPeers();
    }
    return new AgentCounters(
        traffic.downloaded.sum(),
        traffic.uploaded.sum(),
        traffic.wasted.sum(),
        traffic.verified.sum(),
        traffic.corrupt.sum(),
        download,
        upload,
        peers,
        known,
        writePool.queuedBytes(),
        writePool.limitBytes(),
        states);
  }

  /** Stops all transfers, tells the tracker, brings everything onto the disk. */
  @Override
  public void close() {
    listener.close();
    runners.values().forEach(runner -> background.execute(runner::retire));
    closeShared();
  }

  private void closeShared() {
    background.close();
    transport.close();
    writePool.close();
    tracker.close();
    state.close();
  }

  /** Starts a resource; {@code verified} is the stamp of its file if that is known to match. */
  private Added launch(SavedResource saved, @Nullable FileStamp verified) throws StorageException {
    ResourceRunner runner;
    synchronized (runners) {
      ResourceRunner known = runners.get(saved.infoHash());
      if (known != null) {
        return new Added(known.status(), false);
      }
      requireFreeName(saved);
      state.save(saved);
      if (verified != null) {
        state.saveVerified(saved, verified);
      }
      runner = runnerFor(saved);
    }
    Future<?> started =
        background.submit(() -> {
          runner.start(false);
          return null;
        });
    try {
      started.get(START_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      runners.remove(saved.infoHash(), runner);
      state.delete(saved.infoHash());
      throw e.getCause() instanceof StorageException storage
          ? ResourceException.of(storage)
          : new ResourceException(Reason.STORAGE, "can't start: " + e.getCause(), e);
    } catch (TimeoutException e) {
      log.debug("{} takes long to check", saved.manifest().name());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Added(runner.status(), true);
  }

  private void requireFreeName(SavedResource saved) {
    for (ResourceRunner other : runners.values()) {
      if (other.saved().file().equals(saved.file())) {
        throw new ResourceException(
            Reason.NAME_TAKEN,
            "another resource uses the file " + saved.file() + ": " + other.saved().infoHash());
      }
    }
  }

  private ResourceRunner runnerFor(SavedResource saved) {
    ResourceRunner runner = new ResourceRunner(context, saved, transport.nextLoop());
    runners.put(saved.infoHash(), runner);
    return runner;
  }

  /** The complete resource that this file already is; null if none. */
  private @Nullable ResourceRunner shared(Path file, String name) {
    for (ResourceRunner runner : runners.values()) {
      SavedResource saved = runner.saved();
      if (saved.file().equals(file)
          && saved.manifest().name().equals(name)
          && runner.state() == ResourceState.SEEDING) {
        return runner;
      }
    }
    return null;
  }

  private void setPaused(ResourceRunner runner, boolean paused) {
    try {
      runner.setPaused(paused);
    } catch (StorageException e) {
      throw ResourceException.of(e);
    }
  }

  private @Nullable Swarm swarmOf(InfoHash infoHash) {
    ResourceRunner runner = runners.get(infoHash);
    return runner == null ? null : runner.swarm();
  }

  private ResourceRunner runner(InfoHash infoHash) {
    ResourceRunner runner = runners.get(infoHash);
    if (runner == null) {
      throw new ResourceException(Reason.UNKNOWN, "no resource " + infoHash);
    }
    return runner;
  }

  private static String software() {
    String version = TorrentAgent.class.getPackage().getImplementationVersion();
    return "TorrentInno/" + (version == null ? "dev" : version);
  }
}
