package io.torrentinno.agent.content.state;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.torrentinno.agent.content.check.FileHashing;
import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.agent.content.disk.BootId;
import io.torrentinno.agent.content.disk.DataFolder;
import io.torrentinno.agent.content.disk.FileNames;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.manifests.ManifestStore;
import io.torrentinno.agent.files.DiskThreads;
import io.torrentinno.agent.files.FilePool;
import io.torrentinno.agent.files.ReadAhead;
import io.torrentinno.agent.hashing.HashingPool;
import io.torrentinno.agent.manifest.ManifestThreads;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stored state of an agent: the folder {@code .torrentinno} in the data folder. It is locked
 * until it is closed or the process ends, so only one agent at a time uses it. Safe for use by
 * several threads.
 */
public final class StateFolder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StateFolder.class);

  /** With several requests, a disk with moving parts can choose the shortest way. */
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
  private final Bytes32 announceSecret;
  private final BootId boot;
  private final FilePool files = FilePool.ofSystem();
  private final HashingPool hashing;
  private final ManifestThreads manifestThreads;
  private final ManifestStore manifests;
  private final VerificationRecords verification;
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
    this.announceSecret = new AnnounceSecretFile(state).readOrMake();
    this.boot = boot;
    this.hashing =
        HashingPool.ofSystem(); // After all that may fail, because its threads would stay.
    this.manifestThreads = new ManifestThreads(hashing);
    this.manifests = new ManifestStore(resources, manifestThreads);
    this.verification = new VerificationRecords(resources, boot, files, manifestThreads);
  }

  /**
   * Opens the state of a data folder. Creates the folders that are missing.
   *
   * @throws StorageException {@link StorageException.Reason#IO} when another agent uses the folder,
   *     or the folder can't be written
   */
  public static StateFolder open(Path dataFolder) throws StorageException {
    return open(DataFolder.of(dataFolder.toAbsolutePath()), BootId.current());
  }

  /** As above, with the id of the present boot. */
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

  /**
   * The secret from which the keys of this agent's announces are made. It stays the same as long as
   * the id.
   */
  public Bytes32 announceSecret() {
    return announceSecret;
  }

  /** The id of this agent. It is made at the first start, and never changes. */
  public PeerId peerId() {
    return peerId;
  }

  /** Reads all stored resources, also damaged ones. */
  public List<PersistedResource> load() throws StorageException {
    List<PersistedResource> loaded = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(resources)) {
      for (Path folder : folders) {
        new ResourceFolder(folder, manifestThreads).load(dataFolder).ifPresent(loaded::add);
      }
    } catch (DirectoryIteratorException e) {
      throw StorageException.of(resources, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw StorageException.of(resources, e);
    }
    return List.copyOf(loaded);
  }

  /**
   * Reads the stored choices of a resource whose manifest was damaged and has been fetched again.
   *
   * @param unchosen the result when nothing is stored
   */
  public PersistedResource.Known recall(SavedResource unchosen) {
    return folder(unchosen.infoHash()).recall(unchosen, dataFolder);
  }

  /**
   * Checks that the folder is still the one that was opened. When a disk was unmounted, the folder
   * is missing, or another one is in its place.
   *
   * @throws StorageException {@link StorageException.Reason#IO} when it is not
   */
  public void requireThere() throws StorageException {
    peerIdFile(dataFolder).requireThere(peerId, dataFolder);
  }

  /** Stores a resource without a manifest, in place of the one before with this info-hash. */
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

  /** Replaces the signatures of a stored manifest. */
  public void saveSignatures(ResourceManifest manifest) throws StorageException {
    requireThere();
    ResourceFolder folder = folder(manifest.infoHash());
    try {
      folder.saveSignatures(manifest);
    } catch (IOException e) {
      throw StorageException.of(folder.path(), e);
    }
  }

  /**
   * Stores a resource and its manifest, in place of damaged state or of a magnet link. A power
   * failure leaves all of it or nothing. Several threads that store at the same time share the slow
   * call that forces the folder onto the disk.
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

  /** Stores a resource as {@link #add} does, but writes its manifest only when none is stored. */
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
   * Deletes the state that an interrupted removal or addition has left. An old checkpoint must not
   * be taken for the checkpoint of new files. To be called before the resource is added; nothing
   * happens when the resource is stored.
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
   * Deletes the state of a resource, with its checkpoint and without its files. A power failure
   * does not bring it back. Nothing happens when nothing is stored.
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
   * Stores durably whether the data of a resource are being deleted. If they are, the next start
   * continues the deletion.
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

  /** Whether something is stored of this resource, so that the next start may find it. */
  public boolean isStored(InfoHash infoHash) {
    return Files.exists(folder(infoHash).path(), NOFOLLOW_LINKS);
  }

  /** Whether the data of a resource are being deleted, or were when the last run ended. */
  public boolean isBeingRemoved(InfoHash infoHash) {
    return folder(infoHash).isBeingRemoved();
  }

  /** The manifests of the stored resources. */
  public ManifestStore manifests() {
    return manifests;
  }

  /** The records of verified bytes. */
  public VerificationRecords verification() {
    return verification;
  }

  /** The data folder, and the other folders that may have files of resources. */
  public DataFolder places() {
    return places;
  }

  /** The open files of this agent's resources. */
  public FilePool files() {
    return files;
  }

  /** The threads that read and hash files which are shared or checked. */
  public HashingPool hashing() {
    return hashing;
  }

  /** The threads for short calls of the file system. */
  public DiskThreads diskThreads() {
    return diskThreads;
  }

  /** Reads bytes that are to be sent and are not in memory. */
  public ReadAhead readAhead() {
    return readAhead;
  }

  /** Hashes a file. Its hashes are kept in {@code log} until all of them are known. */
  public FileHashing hashing(Path log) {
    return new FileHashing(hashing, files, () -> log, boot);
  }

  /** Hashes the file of a resource. */
  public FileHashing hashing(SavedResource resource) {
    InfoHash infoHash = resource.infoHash();
    return new FileHashing(hashing, files, () -> folder(infoHash).path().resolve("hashes"), boot);
  }

  /** The copy hints of a resource. */
  public HintsFile hints(InfoHash infoHash) {
    return new HintsFile(folder(infoHash).path());
  }

  /** The folder for the state of shares that have not ended. It need not exist. */
  public Path shares() {
    return dataFolder.resolve(FileNames.STATE_FOLDER).resolve(SHARES);
  }

  /** The folder for the list of parts that removed resources have left. It need not exist. */
  public Path leftParts() {
    return dataFolder.resolve(FileNames.STATE_FOLDER).resolve("left");
  }

  /** Ends the threads, closes the open files, and unlocks the folder. */
  @Override
  public void close() {
    hashing.close();
    diskThreads.close();
    readers.close();
    files.close();
    try {
      lock.close();
    } catch (IOException e) {
      log.warn("The lock of {} could not be released", dataFolder, e);
    }
  }

  private static PeerIdFile peerIdFile(Path dataFolder) {
    return new PeerIdFile(dataFolder.resolve(FileNames.STATE_FOLDER));
  }

  private ResourceFolder folder(InfoHash infoHash) {
    return new ResourceFolder(resources.resolve(infoHash.toString()), manifestThreads);
  }
}
