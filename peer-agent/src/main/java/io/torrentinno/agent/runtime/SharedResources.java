package io.torrentinno.agent.runtime;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.VerifiedContent;
import io.torrentinno.agent.resource.view.Added;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The resources of an agent, as sharing files needs them. Calls may block. */
interface SharedResources {
  /**
   * The resource that this file is already, under this name; null when there is none, when it has
   * failed, or when the file has changed since.
   */
  @Nullable ResourceStatus sharedAs(Path file, String name) throws StorageException;

  /**
   * The version of the manifest of the resource that this file is; null when there is none, or when
   * the file has changed since. One whose state is damaged is found by its name.
   */
  @Nullable Integer versionOf(Path file, String name) throws StorageException;

  /**
   * Starts a resource whose file was just hashed. One that the file was before, and is not any
   * more, is forgotten; one that it still is goes on, with its manifest and what was chosen for it.
   */
  Added launchShared(SavedResource found, VerifiedContent verified) throws StorageException;

  /** Refused when there is no such resource. */
  ResourceStatus status(InfoHash infoHash);
}
