package io.torrentinno.agent.content.state;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.torrentinno.agent.content.check.FileHashing;
import io.torrentinno.agent.content.checkpoint.Checkpoint;
import io.torrentinno.agent.content.checkpoint.Checkpoint.Recorded;
import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.agent.content.disk.BootId;
import io.torrentinno.agent.content.disk.DataFolder;
import io.torrentinno.agent.content.disk.FileNames;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.hashes.LayerStore;
import io.torrentinno.agent.content.hashes.PieceHashes;
import io.torrentinno.agent.content.tree.ResourceTree;
import io.torrentinno.agent.content.tree.StampFile;
import io.torrentinno.agent.content.tree.TreeStamps;
import io.torrentinno.agent.files.DiskThreads;
import io.torrentinno.agent.files.FilePool;
import io.torrentinno.agent.files.ReadAhead;
import io.torrentinno.agent.hashing.HashingPool;
import io.torrentinno.agent.manifest.ManifestThreads;
import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.manifest.PausingOutput;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.signature.SignedMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an agent remembers, in {@code .torrentinno} inside the data folder. One agent at a time: the
 * folder is locked until it is closed or the process ends. Safe for use by several threads.
 */
public final class StateFolder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StateFolder.class);

  /** A disk with moving parts gains from a few, to choose the shortest way. */
  private static final int READ_AHEAD_THREADS = 4;

  static final String LOCK = "lock";
  static final String RESOURCES = "resources";
  static final String SHARES = "shares";

  private final Path dataFolder;
  private final DataFolder places;
  private final Path resources;
  private final FolderEntries resourceNames;
  private final FileChannel lock;
  private final PeerId peerId;
  private final BootId boot;
  private final FilePool files = FilePool.ofSystem();
  private final HashingPool hashing;
  private final ManifestThreads manifests;
  private final DiskThreads diskThreads = new DiskThreads();
  private final DiskThreads readers = new DiskThreads("read-ahead-", READ_AHEAD_THREADS);
  private final ReadAhead readAhead = new ReadAhead(readers);

  private StateFolder(DataFolder places, FileChannel lock, BootId boot) throws IOException {
    this.dataFolder = places.root();
    this.places = places;
    Path state = dataFolder.resolve(FileNames.STATE_FOLDER);
    this.resources = AtomicFiles.makeFolder(state.resolve(RESOURCES));
    this.resourceNames = new FolderEntries(resources);
    this.lock = lock;
    this.peerId = peerIdFile(dataFolder).readOrMake();
    this.boot = boot;
    this.hashing = HashingPool.ofSystem(); // Last, because its threads would outlive a failure.
    this.manifests = new ManifestThreads(hashing);
  }

  /**
   * Opens the state of a data folder, and creates what is not there.
   *
   * @throws StorageException {@link StorageException.Reason#IO} when another agent uses the folder
   *     or it can't be written
   */
  public static StateFolder open(Path dataFolder) throws StorageException {
    return open(DataFolder.of(dataFolder.toAbsolutePath()), BootId.current());
  }

  public static StateFolder open(DataFolder places, BootId boot) throws StorageException {
    Path folder = places.root();
    Path state = folder.resolve(FileNames.STATE_FOLDER);
    try {
      Files.createDirectories(state);
      AtomicFiles.force(folder);
      Path lockFile = state.resolve(LOCK);
      AtomicFiles.makeWay(lockFile);
      FileChannel lock = FileChannel.open(lockFile, CREATE, WRITE);
      try {
        if (lock.tryLock() == null) {
          throw new OverlappingFileLockException();
        }
        return new StateFolder(places, lock, boot);
      } catch (OverlappingFileLockException | IOException e) {
        lock.close();
        throw e;
      }
    } catch (OverlappingFileLockException e) {
      throw new StorageException(
          StorageException.Reason.IO, "another agent uses the data folder " + folder, e);
    } catch (IOException e) {
      throw StorageException.of(state, e);
    }
  }

  /** This agent's id: made at the first start, the same ever after. */
  public PeerId peerId() {
    return peerId;
  }

  /** All resources, also those of which something is damaged. */
  public List<PersistedResource> load() throws StorageException {
    List<PersistedResource> loaded = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(resources)) {
      for (Path folder : folders) {
        new ResourceFolder(folder, manifests).load(dataFolder).ifPresent(loaded::add);
      }
    } catch (DirectoryIteratorException e) {
      throw StorageException.of(resources, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw StorageException.of(resources, e);
    }
    return List.copyOf(loaded);
  }

  /**
   * What is stored of a resource whose manifest was damaged and is here again.
   *
   * @param unchosen what it is when nothing is stored
   */
  public PersistedResource.Known recall(SavedResource unchosen) {
    return folder(unchosen.infoHash()).recall(unchosen, dataFolder);
  }

  /**
   * Looks whether the folder is still the one that was opened.
   *
   * @throws StorageException {@link StorageException.Reason#IO} when it is gone, or another one is
   *     in its place, as under a disk that was taken away
   */
  public void requireThere() throws StorageException {
    peerIdFile(dataFolder).requireThere(peerId, dataFolder);
  }

  /** Adds or replaces a resource that has no manifest yet; saving one with a manifest ends it. */
  public void save(SavedMagnet magnet) throws StorageException {
    requireThere();
    ResourceFolder folder = folder(magnet.link().infoHash());
    try {
      folder.save(magnet);
      resourceNames.force();
    } catch (IOException e) {
      throw StorageException.of(folder.path(), e);
    }
  }

  /** Where the manifest of a resource goes while it arrives. */
  public IncomingManifest incomingManifest(InfoHash infoHash) {
    return new IncomingManifest(folder(infoHash).incomingManifest(), manifests);
  }

  /**
   * Reads a part of a saved resource's manifest.
   *
   * @param begin where in its text the part begins
   * @param length how many bytes at most; fewer come when the text ends before
   */
  public ManifestSlice readManifest(InfoHash infoHash, int begin, int length)
      throws StorageException {
    ResourceFolder folder = folder(infoHash);
    try {
      return folder.readManifest(begin, length);
    } catch (IOException e) {
      throw StorageException.of(folder.path(), e);
    }
  }

  /** Writes the manifest of a saved resource, for others to add it by. */
  public void exportManifest(ResourceManifest manifest, OutputStream out)
      throws StorageException, IOException {
    folder(manifest.infoHash()).export(manifest, new PausingOutput(out));
  }

  /** Replaces the signatures of a saved resource's manifest. */
  public void saveSignatures(ResourceManifest manifest) throws StorageException {
    requireThere();
    ResourceFolder folder = folder(manifest.infoHash());
    try {
      folder.saveSignatures(manifest);
    } catch (IOException e) {
      throw StorageException.of(folder.path(), e);
    }
  }

  /** What the signatures of a manifest sign, whether it is saved or not. */
  public SignedMessage signed(ResourceManifest manifest) throws StorageException {
    ResourceFolder folder = folder(manifest.infoHash());
    try {
      return folder.signed(manifest);
    } catch (IOException e) {
      throw StorageException.of(folder.path(), e);
    }
  }

  /** Writes what the signatures of a saved resource's manifest sign, for others to sign it. */
  public void exportSigned(ResourceManifest manifest, OutputStream out) throws IOException {
    folder(manifest.infoHash()).exportSigned(manifest, new PausingOutput(out));
  }

  /**
   * Adds a resource, or replaces what is damaged of one; all of it or nothing, whenever the power
   * fails. Many can be saved at a time, and then share what the disk takes longest for.
   */
  public void add(SavedResource resource) throws StorageException {
    requireThere();
    ResourceFolder folder = folder(resource.infoHash());
    try {
      folder.add(resource, dataFolder);
      resourceNames.force();
    } catch (IOException e) {
      throw StorageException.of(folder.path(), e);
    }
  }

  /** As {@link #add}, but leaves a manifest alone that is there. */
  public void save(SavedResource resource) throws StorageException {
    requireThere();
    ResourceFolder folder = folder(resource.infoHash());
    try {
      folder.save(resource, dataFolder);
      resourceNames.force();
    } catch (IOException e) {
      throw StorageException.of(folder.path(), e);
    }
  }

  /**
   * Records that the finished file of {@code resource} was read and matches its manifest, so that
   * it need not be read again: for a manifest that was just built from it. Brings the file onto the
   * disk first, which may take long where it has just been written.
   *
   * @param verified as it was before it was read
   */
  public void saveVerified(SavedResource resource, VerifiedContent verified)
      throws StorageException {
    requireThere();
    Path file = resource.file();
    try (Checkpoint checkpoint = checkpoint(resource)) {
      if (hashes(resource) instanceof LayerStore layers) {
        verified.layers().forEach(layers::add);
        layers.close();
      }
      TreeStamps files = verified.files();
      if (files == null) {
        AtomicFiles.force(file);
      } else {
        stamps(resource).write(files);
        ResourceTree.force(file);
      }
      if (!resource.inPlace()) {
        AtomicFiles.force(Objects.requireNonNull(file.getParent()));
      }
      checkpoint.begin(Bitfield.full(resource.manifest().layout().count()));
      checkpoint.noteDurable(verified.stamp());
    } catch (IOException e) {
      throw StorageException.of(resource.file(), e);
    }
  }

  /**
   * Deletes what a removal or an addition that was cut off has left of a resource that is not
   * stored: its checkpoint must not speak for other files. To be called before it is added.
   */
  public void deleteLeftovers(InfoHash infoHash) throws StorageException {
    requireThere();
    ResourceFolder folder = folder(infoHash);
    try {
      folder.deleteLeftovers();
    } catch (IOException e) {
      throw StorageException.of(folder.path(), e);
    }
  }

  /**
   * Forgets a resource and its checkpoint, not its files; a power failure does not bring it back.
   * Nothing happens when it is unknown.
   */
  public void delete(InfoHash infoHash) throws StorageException {
    requireThere();
    ResourceFolder folder = folder(infoHash);
    try {
      folder.delete();
      resourceNames.force();
    } catch (IOException e) {
      throw StorageException.of(folder.path(), e);
    }
  }

  /**
   * Stores on the disk whether the data of a resource are being deleted; if so, the next start goes
   * on with that.
   */
  public void setBeingRemoved(InfoHash infoHash, boolean underWay) throws StorageException {
    requireThere();
    ResourceFolder folder = folder(infoHash);
    try {
      folder.setBeingRemoved(underWay);
    } catch (IOException e) {
      throw StorageException.of(folder.path(), e);
    }
  }

  /** Whether the next start may find this resource. */
  public boolean isStored(InfoHash infoHash) {
    return Files.exists(folder(infoHash).path(), NOFOLLOW_LINKS);
  }

  /** Whether the data of a resource were being deleted. */
  public boolean isBeingRemoved(InfoHash infoHash) {
    return folder(infoHash).isBeingRemoved();
  }

  /** Where files may lie. */
  public DataFolder places() {
    return places;
  }

  /** Keeps open what this agent's resources read and write. */
  public FilePool files() {
    return files;
  }

  /** Reads and hashes what this agent shares and checks. */
  public HashingPool hashing() {
    return hashing;
  }

  /** For short calls of the file system. */
  public DiskThreads diskThreads() {
    return diskThreads;
  }

  /** Reads what is to be sent and is not in memory. */
  public ReadAhead readAhead() {
    return readAhead;
  }

  /** For a file whose hashes are kept in {@code log} until all are known. */
  public FileHashing hashing(Path log) {
    return new FileHashing(hashing, files, () -> log, boot);
  }

  public FileHashing hashing(SavedResource resource) {
    InfoHash infoHash = resource.infoHash();
    return new FileHashing(hashing, files, () -> folder(infoHash).path().resolve("hashes"), boot);
  }

  /** Where the stamps of a folder's files are. */
  public StampFile stamps(SavedResource resource) {
    return new StampFile(folder(resource.infoHash()).path().resolve("stamps"));
  }

  /** Where the copy hints of a resource are; need not exist. */
  public HintsFile hints(InfoHash infoHash) {
    return new HintsFile(folder(infoHash).path());
  }

  /** What the pieces of a resource hash to; those of version 2 are remembered as they come. */
  public PieceHashes hashes(SavedResource resource) {
    return switch (resource.manifest()) {
      case ManifestV1 one -> one.manifest().pieces()::hash;
      case ManifestV2 two -> {
        Path path = folder(two.infoHash()).path().resolve("layers");
        FileTree files = two.files();
        yield manifests.compute(LayerStore.memoryFor(files), () -> LayerStore.open(path, files));
      }
    };
  }

  /** Where shares that are under way are remembered; need not exist. */
  public Path shares() {
    return dataFolder.resolve(FileNames.STATE_FOLDER).resolve(SHARES);
  }

  /** Where the unfinished downloads of removed resources are remembered; need not exist. */
  public Path leftParts() {
    return dataFolder.resolve(FileNames.STATE_FOLDER).resolve("left");
  }

  /**
   * Whether the finished file of a resource is not, or may not be, what was verified any more; not
   * where there is no finished file yet.
   */
  public boolean isOutdated(SavedResource resource) throws StorageException {
    Recorded recorded = recorded(resource);
    return recorded != null
        && recorded.isFinished()
        && !recorded.describes(ContentStamps.of(resource));
  }

  /** Whether the finished file of a resource is what was verified. */
  public boolean isVerified(SavedResource resource) throws StorageException {
    Recorded recorded = recorded(resource);
    return recorded != null
        && recorded.verified().isFull()
        && recorded.describes(ContentStamps.of(resource));
  }

  private @Nullable Recorded recorded(SavedResource resource) throws StorageException {
    try {
      return checkpoint(resource).read().orElse(null);
    } catch (IOException e) {
      throw StorageException.of(resource.file(), e);
    }
  }

  /** Lets another agent use the folder. */
  @Override
  public void close() {
    hashing.close();
    diskThreads.close();
    readers.close();
    files.close();
    try {
      lock.close();
    } catch (IOException e) {
      log.warn("The lock of {} could not be given back", dataFolder, e);
    }
  }

  public Checkpoint checkpoint(SavedResource resource) throws StorageException {
    ResourceFolder folder = folder(resource.infoHash());
    try {
      folder.make();
    } catch (IOException e) {
      throw StorageException.of(folder.path(), e);
    }
    return new Checkpoint(
        folder.path().resolve("pieces"), resource.manifest().layout().count(), boot, files);
  }

  private static PeerIdFile peerIdFile(Path dataFolder) {
    return new PeerIdFile(dataFolder.resolve(FileNames.STATE_FOLDER));
  }

  private ResourceFolder folder(InfoHash infoHash) {
    return new ResourceFolder(resources.resolve(infoHash.toString()), manifests);
  }
}
