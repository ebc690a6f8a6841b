package io.torrentinno.agent.sharing;

import static java.util.Objects.requireNonNull;

import io.torrentinno.agent.selection.FolderPart;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A share in JSON. A part of a folder has {@code folder} instead of {@code file}, so that an
 * earlier release, which does not know parts, does not share the whole folder.
 *
 * @param ended null while the share is under way
 */
record StoredShare(
    @Nullable String file,
    @Nullable String folder,
    String name,
    String comment,
    @Nullable Integer pieceSize,
    boolean uploaded,
    @Nullable Integer version,
    @Nullable String previous,
    @Nullable Integer previousPieceSize,
    @Nullable List<String> include,
    @Nullable Ended ended) {
  StoredShare {
    requireNonNull(include == null ? file : folder, "file or folder");
    requireNonNull(name, "name");
    requireNonNull(comment, "comment");
  }

  /**
   * The end of a share.
   *
   * @param at milliseconds since 1970
   * @param size as {@link Share.Progress#size}
   * @param hashed as {@link Share.Progress#hashed}
   * @param infoHash of the resource; null when the share has failed
   * @param created as {@link Sharer.Shared#created}
   * @param reason as {@link Sharer.Problem#reason}; null when the share has not failed
   * @param message as {@link Sharer.Problem#message}
   */
  record Ended(
      long at,
      long size,
      long hashed,
      @Nullable String infoHash,
      boolean created,
      @Nullable String reason,
      @Nullable String message) {
    Ended {
      requireNonNull(infoHash == null ? reason : infoHash, "infoHash or reason");
    }

    static Ended of(long at, Share.Progress progress, Sharer.Outcome outcome) {
      return switch (outcome) {
        case Sharer.Shared(InfoHash infoHash, boolean created) ->
            new Ended(
                at, progress.size(), progress.hashed(), infoHash.toString(), created, null, null);
        case Sharer.Problem(String reason, String message) ->
            new Ended(at, progress.size(), progress.hashed(), null, false, reason, message);
      };
    }

    Sharer.Outcome outcome() {
      return infoHash == null
          ? new Sharer.Problem(requireNonNull(reason), message == null ? "" : message)
          : new Sharer.Shared(InfoHash.parse(infoHash), created);
    }
  }

  static StoredShare of(ShareSource source, @Nullable Ended ended) {
    ShareSource.Previous previous = source.previous();
    boolean whole = source.part().isWhole();
    return new StoredShare(
        whole ? source.file().toString() : null,
        whole ? null : source.file().toString(),
        source.name(),
        source.comment(),
        source.pieceSize(),
        source.uploaded(),
        source.version(),
        previous == null ? null : previous.infoHash().toString(),
        previous == null ? null : previous.pieceSize(),
        whole ? null : source.part().paths(),
        ended);
  }

  ShareSource source() {
    return new ShareSource(
        include == null
            ? new ShareSource.Content(Path.of(requireNonNull(file)), FolderPart.WHOLE, uploaded)
            : new ShareSource.Content(
                Path.of(requireNonNull(folder)), FolderPart.of(include), uploaded),
        name,
        comment,
        new ShareSource.Format(
            pieceSize,
            version == null ? 1 : version,
            previous == null
                ? null
                : new ShareSource.Previous(InfoHash.parse(previous), previousPieceSize)));
  }
}
