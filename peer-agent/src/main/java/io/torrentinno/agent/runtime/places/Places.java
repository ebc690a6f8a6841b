package io.torrentinno.agent.runtime.places;

import io.torrentinno.agent.content.ContentRemoval;
import io.torrentinno.agent.content.disk.DataFolder;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.ResourceChoices;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.resource.stored.LeftParts;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The places at which resources may lie.
 *
 * @param claims the files that they use
 */
public record Places(DataFolder folder, FileClaims claims) {
  /**
   * The same placement with real paths, relative to the data folder when they are in it. Makes the
   * destination.
   *
   * @throws ResourceException {@link Reason#NAME_TAKEN} when another resource uses it
   */
  public Placement resolve(Placement asked) throws StorageException {
    Path from = asked.from();
    if (from != null) {
      return Placement.from(stored(folder.allowed(from)));
    }
    String name = asked.name();
    if (name != null) {
      folder.fileFor(name); // Refused before a manifest is fetched.
    }
    Path destination = asked.destination();
    if (destination == null) {
      return asked;
    }
    claims.requireFree(folder.destination(destination)); // Else a folder would be in its way.
    Path real = folder.makeDestination(destination);
    if (real.equals(folder.root())) {
      return new Placement(null, name, null, asked.replace());
    }
    return new Placement(stored(real), name, null, asked.replace());
  }

  private Path stored(Path real) {
    return real.startsWith(folder.root()) ? folder.root().relativize(real) : real;
  }

  /**
   * A resource that nothing else is known of, at its place.
   *
   * @param placement {@linkplain #resolve resolved}
   * @throws StorageException when the place can't be used, now or at all
   */
  public SavedResource of(ResourceManifest manifest, Placement placement) throws StorageException {
    Path from = placement.from();
    if (from != null) {
      return there(manifest, folder.allowed(from));
    }
    Path destination = placement.destination();
    Path in = folder.root();
    if (destination != null) {
      in = in.resolve(destination.toString());
      folder.requireDestination(in);
    }
    String name = Objects.requireNonNullElse(placement.name(), manifest.name());
    return new SavedResource(manifest, folder.fileFor(in, name), false, ResourceChoices.NONE);
  }

  /**
   * Refuses an unfinished download that this agent does not know and has not left: nothing keeps
   * another agent from the folders that are not the data folder.
   *
   * @throws ResourceException {@link Reason#NAME_TAKEN} when another resource of this agent uses
   *     the place, whether its download is finished or not
   */
  public void requireOwnPart(SavedResource placed, StateFolder state) throws StorageException {
    claims.requireUnclaimed(placed);
    if (!placed.file().startsWith(folder.root())
        && ContentRemoval.hasPart(placed)
        && !state.verification().checkpoint(placed).exists()
        && !new LeftParts(state).isOwn(placed)) {
      throw new StorageException(
          StorageException.Reason.FILE_EXISTS,
          "another agent may be writing "
              + placed.part()
              + ". If not, an earlier download has left it there: delete it");
    }
  }

  private static SavedResource there(ResourceManifest manifest, Path real) {
    if (manifest.isFolder() != Files.isDirectory(real)) {
      throw new ResourceException(
          Reason.MISMATCH,
          manifest.isFolder()
              ? "the resource is a folder, and this is a file: " + real
              : "the resource is a file, and this is a folder: " + real);
    }
    return new SavedResource(manifest, real, true, ResourceChoices.NONE);
  }
}
