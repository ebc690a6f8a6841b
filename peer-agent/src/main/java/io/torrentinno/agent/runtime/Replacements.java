package io.torrentinno.agent.runtime;

import io.torrentinno.agent.content.Replacement;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.PersistedResource;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.protocol.model.InfoHash;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the replacements that the last run of the agent has begun to put in their places. */
record Replacements(StateFolder state) {
  private static final Logger log = LoggerFactory.getLogger(Replacements.class);

  /**
   * Forgets the resources whose place has been taken.
   *
   * @param loaded what the last run has left
   * @return what is to be started of that
   */
  List<PersistedResource> settle(List<PersistedResource> loaded) {
    Map<InfoHash, SavedResource> known = new HashMap<>();
    for (PersistedResource each : loaded) {
      if (each instanceof PersistedResource.Known(SavedResource resource, _)) {
        known.put(resource.infoHash(), resource);
      }
    }
    Map<InfoHash, SavedResource> done = new HashMap<>();
    Set<InfoHash> gone = new HashSet<>();
    for (SavedResource each : known.values()) {
      InfoHash replaced = each.replaces();
      if (replaced == null) {
        continue;
      }
      SavedResource other = known.get(replaced);
      SavedResource old =
          other != null && !other.isReplacing() && other.file().equals(each.file()) ? other : null;
      if (isDone(each, old)) {
        done.put(each.infoHash(), end(each, old));
        if (old != null) {
          gone.add(replaced);
        }
      }
    }
    return loaded.stream()
        .flatMap(each ->
            switch (each) {
              case PersistedResource.Known(SavedResource it, _) when gone.contains(it.infoHash()) ->
                  Stream.empty();
              case PersistedResource.Known(SavedResource it, String fault)
                  when done.containsKey(it.infoHash()) ->
                  Stream.of(
                      new PersistedResource.Known(
                          Objects.requireNonNull(done.get(it.infoHash())), fault));
              case PersistedResource.Known _, PersistedResource.Link _ -> Stream.of(each);
            })
        .toList();
  }

  /** Not while the old version has the place: a power failure may have brought the names back. */
  private boolean isDone(SavedResource replacement, @Nullable SavedResource old) {
    try {
      return Replacement.isDone(replacement, state)
          && (old == null || !state.verification().isVerified(old));
    } catch (StorageException e) {
      log.warn(
          "It is not known whether {} has replaced the old version: {}",
          replacement.name(),
          e.getMessage());
      return false;
    }
  }

  private SavedResource end(SavedResource replacement, @Nullable SavedResource old) {
    SavedResource settled = replacement.replacing(null);
    try {
      Replacement.deleteSecondName(replacement);
      if (old != null) {
        Replacement.deleteReplaced(old, replacement, state);
        state.delete(old.infoHash());
      }
      state.save(settled);
    } catch (StorageException e) {
      log.warn(
          "{} has replaced the old version, which could not be removed. The next start"
              + " tries again: {}",
          replacement.name(),
          e.getMessage());
    }
    return settled;
  }
}
