package io.torrentinno.agent.sharing;

import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.protocol.model.InfoHash;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the resource that a share is a new version of. */
public final class Predecessors {
  private Predecessors() {}

  /**
   * The resource of the same file, or else the last one of the same name; null when there is none.
   *
   * @param sameFile the resource whose content was the file that is shared; null when there is none
   */
  public static ShareSource.@Nullable Previous find(
      @Nullable ManifestV2 sameFile, String name, Stream<ManifestV2> all) {
    if (sameFile != null) {
      return of(sameFile);
    }
    List<ManifestV2> named = all.filter(each -> each.name().equals(name)).toList();
    return named.stream()
        .filter(each -> named.stream().noneMatch(later -> isBefore(each, later)))
        .min(Comparator.comparing(each -> each.infoHash().value()))
        .map(Predecessors::of)
        .orElse(null);
  }

  private static boolean isBefore(ManifestV2 one, ManifestV2 later) {
    return one.infoHash().equals(later.envelope().previous());
  }

  /**
   * A resource that a request names.
   *
   * @param manifest null when the agent does not have it
   */
  public static ShareSource.Previous of(InfoHash infoHash, @Nullable ManifestV2 manifest) {
    return manifest == null ? new ShareSource.Previous(infoHash, null) : of(manifest);
  }

  private static ShareSource.Previous of(ManifestV2 manifest) {
    return new ShareSource.Previous(manifest.infoHash(), manifest.files().pieceLength());
  }
}
