package io.torrentinno.agent.runtime;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.VerificationRecords;
import io.torrentinno.agent.content.state.VerifiedContent;
import io.torrentinno.agent.content.tree.FolderScan;
import io.torrentinno.agent.hashing.Cancellation;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.resource.Resource;
import io.torrentinno.agent.resource.view.Added;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.reuse.HeldContent;
import io.torrentinno.agent.runtime.places.FileClaims;
import io.torrentinno.agent.runtime.sharing.SharedResources;
import io.torrentinno.agent.selection.FolderPart;
import io.torrentinno.agent.sharing.ShareSource;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The resources of an agent by their files, for sharing. Safe for use by several threads.
 *
 * @param byHash the resources, which another object adds and removes
 * @param launcher starts resources
 */
record FileResources(
    ConcurrentMap<InfoHash, Resource> byHash,
    FileClaims claims,
    VerificationRecords verification,
    Launcher launcher)
    implements SharedResources {
  /** Starts a resource whose bytes are known to match its manifest. */
  interface Launcher {
    Added launch(SavedResource saved, VerifiedContent verified);
  }

  @Override
  public ResourceStatus status(InfoHash infoHash) {
    Resource known = byHash.get(infoHash);
    if (known == null) {
      throw ResourceException.unknown(infoHash);
    }
    return known.status();
  }

  @Override
  public @Nullable ResourceStatus sharedAs(ShareSource source, Cancellation cancellation)
      throws StorageException {
    Resource known = of(source.part().placeIn(source.file()));
    if (known == null || known.state() == ResourceState.ERROR) {
      return null;
    }
    ResourceStatus status = known.status();
    SavedResource saved = known.saved();
    boolean named = saved.manifest().name().equals(source.name());
    return named && verification.isVerified(saved) && hasSameEntries(saved, cancellation)
        ? status
        : null;
  }

  /**
   * Whether the entries on the disk are those of the manifest. The stamps of a resource do not show
   * new entries, links that lead to another place, and changed executable bits.
   */
  private static boolean hasSameEntries(SavedResource saved, Cancellation cancellation)
      throws StorageException {
    if (!(saved.manifest() instanceof ManifestV2 known)) {
      return true;
    }
    FolderScan.PieceLength length = new FolderScan.PieceLength(known.files().pieceLength(), null);
    FolderPart part = Objects.requireNonNullElse(saved.shared(), FolderPart.WHOLE);
    return FolderScan.scan(saved.file(), part, length, cancellation::isCancelled)
        .hasSameEntries(known.files());
  }

  /** Whether a resource has other content than the manifest of what was found in its place. */
  private boolean isReplaced(SavedResource known, ResourceManifest found) throws StorageException {
    return verification.isOutdated(known)
        || (known.manifest() instanceof ManifestV2 before
            && found instanceof ManifestV2 now
            && verification.isVerified(known)
            && !before.files().hasSameEntries(now.files()));
  }

  @Override
  public @Nullable Integer versionOf(Path file, String name) throws StorageException {
    Resource known = of(file);
    if (known != null) {
      SavedResource saved = known.saved();
      return verification.isOutdated(saved) ? null : Integer.valueOf(saved.manifest().version());
    }
    return damaged(manifest -> manifest.name().equals(name))
        .map(each -> each.saved().manifest().version())
        .orElse(null);
  }

  @Override
  public ShareSource.@Nullable Previous previousOf(Path place) {
    ManifestV2 same = version2(of(place));
    return same == null ? null : previous(same.infoHash());
  }

  @Override
  public ShareSource.Previous previous(InfoHash infoHash) {
    Resource resource = byHash.get(infoHash);
    if (resource == null) {
      throw new ResourceException(
          Reason.UNKNOWN, "this agent has no resource " + infoHash + ", the previous version");
    }
    ManifestV2 known = version2(resource);
    Integer pieceSize = known == null ? null : Integer.valueOf(known.files().pieceLength());
    return new ShareSource.Previous(infoHash, pieceSize);
  }

  @Override
  public @Nullable HeldContent held(InfoHash infoHash) throws StorageException {
    Resource known = byHash.get(infoHash);
    HeldContent held = known == null ? null : known.held();
    return held == null || verification.isOutdated(held.saved()) ? null : held;
  }

  private static @Nullable ManifestV2 version2(@Nullable Resource resource) {
    return resource == null ? null : resource.version2();
  }

  /** The resource that uses this place for its finished content; null if there is none. */
  private @Nullable Resource of(Path place) {
    InfoHash infoHash = claims.owner(place);
    return infoHash == null ? null : byHash.get(infoHash);
  }

  @Override
  public Added launchShared(SavedResource found, VerifiedContent verified) throws StorageException {
    Resource before = of(found.claimed());
    if (before == null) {
      // The place of its file is not known.
      before = damaged(it -> it.hasSameContent(found.manifest())).orElse(null);
    }
    if (before == null) {
      return launcher.launch(found, verified);
    }
    SavedResource known = before.saved();
    // Two manifests of the same content may have different info-hashes: they contain the time.
    boolean same = known.manifest().hasSameContent(found.manifest());
    if (same && isDamaged(before)) {
      before.remove(false);
      known =
          new SavedResource(known.manifest(), found.file(), found.shared(), known.choices(), null);
    } else if (isReplaced(known, found.manifest())) {
      before.remove(false);
    } else if (same && before.state() == ResourceState.ERROR) {
      before.resume();
    }
    Added added = launcher.launch(same ? known : found, verified);
    return new Added(added.resource(), !same);
  }

  /** A stored resource whose manifest matches, and that does not know where its file is. */
  private Optional<Resource> damaged(Predicate<ResourceManifest> which) {
    return claims.damaged().stream()
        .flatMap(infoHash -> Stream.ofNullable(byHash.get(infoHash)))
        .filter(this::isDamaged)
        .filter(each -> which.test(each.saved().manifest()))
        .findFirst();
  }

  private boolean isDamaged(Resource resource) {
    return claims.damaged().contains(resource.infoHash())
        && resource.state() == ResourceState.ERROR;
  }
}
