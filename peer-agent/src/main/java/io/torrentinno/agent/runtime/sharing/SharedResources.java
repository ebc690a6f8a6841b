package io.torrentinno.agent.runtime.sharing;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.VerifiedContent;
import io.torrentinno.agent.hashing.Cancellation;
import io.torrentinno.agent.resource.view.Added;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.reuse.HeldContent;
import io.torrentinno.agent.selection.FolderPart;
import io.torrentinno.agent.sharing.ShareSource;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The resources of an agent, for sharing files. Calls may block. */
public interface SharedResources {
  /**
   * The resource that shares this content under this name; null when there is none, when it has
   * failed, or when the content has changed since: a folder may have other entries.
   *
   * @throws java.util.concurrent.CancellationException when it was cancelled
   */
  @Nullable ResourceStatus sharedAs(ShareSource source, Cancellation cancellation)
      throws StorageException;

  /**
   * The manifest version of the resource whose content is this file; null when there is none, or
   * when the file has changed since. A resource whose state is damaged is found by its name.
   */
  @Nullable Integer versionOf(Path file, String name) throws StorageException;

  /**
   * The resource of version 2 that a share is a new version of: the one whose content was this.
   * Null when there is none. The name alone decides nothing: another resource of this name may be
   * private, and all who get the new one learn the info-hash.
   *
   * @param place that of the file or folder, or {@link FolderPart#placeIn of the part}
   */
  ShareSource.@Nullable Previous previousOf(Path place);

  /**
   * A resource that is named as a previous version.
   *
   * @throws io.torrentinno.agent.resource.view.ResourceException when the agent does not have it
   */
  ShareSource.Previous previous(InfoHash infoHash);

  /**
   * The bytes that the agent has of a resource of version 2; null when it has none, or its files
   * have changed since they were verified.
   */
  @Nullable HeldContent held(InfoHash infoHash) throws StorageException;

  /**
   * Starts a resource whose file was just hashed. A resource that had other content in this file is
   * removed. A resource that has the same content goes on, with its manifest and choices.
   */
  Added launchShared(SavedResource found, VerifiedContent verified) throws StorageException;

  /** The status of a resource. Throws {@link ResourceException} when there is none. */
  ResourceStatus status(InfoHash infoHash);
}
