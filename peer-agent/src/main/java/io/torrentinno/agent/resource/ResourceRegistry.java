package io.torrentinno.agent.resource;

import io.torrentinno.agent.content.Handover;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The files of all resources. Safe for use by several threads. */
public interface ResourceRegistry {
  /**
   * A resource that nothing else is known of, at its place.
   *
   * @throws StorageException when its file can't have this name, or can't lie in this folder
   */
  SavedResource place(ResourceManifest manifest, Placement placement) throws StorageException;

  /**
   * Reserves the place of a resource's finished file, and memory for its manifest.
   *
   * @throws ResourceException {@link ResourceException.Reason#NAME_TAKEN} when another resource has
   *     the place; {@link ResourceException.Reason#MEMORY_FULL} when there is not enough memory
   */
  void claim(SavedResource resource);

  /**
   * Blocking. Moves a resource to the place of the one that it replaces, which is removed; where
   * that is gone, to a place that nobody has. Does nothing when it fails.
   *
   * @throws ResourceException when the other one can't give its place away
   */
  void handOver(SavedResource replacement, Handover.Move move) throws StorageException;

  /** Gives both back. */
  void release(InfoHash infoHash, Path file);

  /** Returns when the resource can be found by its info-hash. */
  void added(InfoHash infoHash);

  /**
   * The resource and all of its files are gone.
   *
   * @param file the place that it claimed; null when it claimed none
   */
  void removed(InfoHash infoHash, @Nullable Path file);
}
