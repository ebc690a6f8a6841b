package io.torrentinno.agent.runtime;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedMagnet;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.resource.Resource;
import io.torrentinno.agent.resource.ResourceRegistry;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.runtime.places.Places;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.agent.signatures.SignaturePolicy;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.signature.Verdict;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the places of resources that are added, some of which may be there already.
 *
 * @param resources gives the resource with an info-hash; null when there is none
 * @param state has what is signed
 */
record Additions(
    Places places,
    ResourceRegistry registry,
    Function<InfoHash, @Nullable Resource> resources,
    StateFolder state,
    SignaturePolicy signatures) {
  /**
   * A resource at the place that is chosen for it. When its link was added before, and nothing is
   * chosen now, at the place of that.
   *
   * @throws ResourceException {@link Reason#PLACED_ELSEWHERE} when it is there already, at another
   *     place; {@link Reason#BAD_REQUEST} when the choice names no file, or leaves none; {@link
   *     Reason#NOT_SIGNED}
   */
  SavedResource of(ResourceManifest manifest, Placement asked, FileChoice files) {
    try {
      requireSigned(manifest);
      Placement placement = places.resolve(asked);
      Resource known = resources.apply(manifest.infoHash());
      requireNotElsewhere(known, placement);
      Placement before = known == null ? null : known.placement();
      return registry.place(manifest, before == null ? placement : before).choosing(files);
    } catch (IllegalArgumentException e) {
      throw new ResourceException(Reason.BAD_REQUEST, String.valueOf(e.getMessage()), e);
    } catch (StorageException e) {
      throw ResourceException.of(e);
    }
  }

  /** As above, of a link. */
  SavedMagnet of(MagnetLink link, Placement asked, FileChoice files) {
    try {
      Placement placement = places.resolve(asked);
      requireNotElsewhere(resources.apply(link.infoHash()), placement);
      return new SavedMagnet(link, false, false, placement, files);
    } catch (StorageException e) {
      throw ResourceException.of(e);
    }
  }

  private void requireSigned(ResourceManifest manifest) throws StorageException {
    if (signatures.isRequired()) {
      Verdict verdict = signatures.judge(manifest.signatures(), state.manifests().signed(manifest));
      if (signatures.refuses(verdict)) {
        signatures.refused(SignaturePolicy.Place.ADD);
        throw new ResourceException(Reason.NOT_SIGNED, SignaturePolicy.why(verdict));
      }
    }
  }

  /** Without a choice, the resource stays where it is. */
  private void requireNotElsewhere(@Nullable Resource known, Placement placement)
      throws StorageException {
    if (known == null || placement.isUsual()) {
      return;
    }
    Placement before = known.placement();
    if (before == null) {
      SavedResource saved = known.saved();
      Path file = places.of(saved.manifest(), placement).file();
      boolean read = placement.from() != null; // Not to be written.
      if (!file.equals(saved.file()) || (read && !saved.inPlace())) {
        throw elsewhere(known, "at " + saved.file());
      }
    } else if (!before.equals(placement)) {
      throw elsewhere(known, "with another place");
    }
  }

  private static ResourceException elsewhere(Resource known, String where) {
    return new ResourceException(
        Reason.PLACED_ELSEWHERE,
        "the agent has the resource already, "
            + where
            + ". To place it elsewhere, remove it first: "
            + known.infoHash());
  }
}
