package io.torrentinno.agent.resource.reuse;

import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.protocol.model.Bitfield;

/** Looks for bytes that lie elsewhere on this machine. */
public interface LocalSearch {
  /**
   * Looks for all that is missing; blocks.
   *
   * @param target what is fetched
   * @param verified the pieces that are there
   */
  LocalContent search(SavedResource target, ResourceStorage storage, Bitfield verified);
}
