package io.torrentinno.protocol.rest;

import org.jspecify.annotations.Nullable;

/**
 * A resource.
 *
 * @param state lower case, words joined by hyphens
 * @param size bytes
 * @param selectedBytes bytes of the files that are to be fetched: all, or those that were chosen
 * @param completedBytes bytes of these files that are verified
 * @param reusedBytes bytes that were copied from other files of the agent's machine, since the
 *     agent started, rather than fetched
 * @param progress the part of these files that is verified, 0 to 1
 * @param downloadRate bytes per second, as is {@code uploadRate}
 * @param knownSeeders seeders that its trackers know, this agent included; null when they did not
 *     say
 * @param knownLeechers leechers that its trackers know, this agent included; null when they did not
 *     say
 * @param eta seconds, rounded up; null when unknown or complete
 * @param magnet the link with which others can fetch the resource
 * @param order {@code rarest-first} or {@code sequential}
 * @param error what is wrong, for people; null when nothing is wrong
 * @param retryIn seconds until the agent tries again, rounded up; null when it does not
 * @param waiting why no bytes arrive; null when bytes arrive, or no bytes are missing
 * @param path where the finished file or folder is; null while there is no manifest
 * @param folder whether the resource is a folder
 * @param signature what its signatures say: {@code none}, {@code invalid}, {@code unknown-signer}
 *     or {@code valid}; null when the agent does not look at signatures, or has no manifest
 * @param signer the names of the allowed signer, or the fingerprint of the key of another one
 */
public record ResourceBody(
    String infoHash,
    String name,
    String state,
    long size,
    long selectedBytes,
    long completedBytes,
    long reusedBytes,
    double progress,
    long downloadRate,
    long uploadRate,
    int peers,
    int seeders,
    @Nullable Integer knownSeeders,
    @Nullable Integer knownLeechers,
    @Nullable Long eta,
    String magnet,
    String order,
    @Nullable String error,
    @Nullable Long retryIn,
    @Nullable String waiting,
    @Nullable String path,
    boolean folder,
    @Nullable String signature,
    @Nullable String signer) {
  /**
   * Whether all that is to be fetched is verified and has its final name; false while the files are
   * checked.
   */
  public boolean isComplete() {
    return selectedBytes > 0
        ? completedBytes == selectedBytes
            && !state.equals("checking")
            && !state.equals("downloading") // Until the final name is given.
        : state.equals("seeding"); // A folder may have nothing but empty files.
  }
}
