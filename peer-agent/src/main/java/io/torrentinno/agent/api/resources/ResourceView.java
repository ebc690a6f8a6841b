package io.torrentinno.agent.api.resources;

import io.torrentinno.agent.resource.view.FetchOrder;
import io.torrentinno.agent.resource.view.ResourceStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A resource in JSON.
 *
 * @param state lower case, words joined by hyphens
 * @param size bytes, as is {@code completedBytes}
 * @param progress 0 to 1
 * @param downloadRate bytes per second, as is {@code uploadRate}
 * @param eta seconds, rounded up; null when unknown or complete
 * @param magnet the link that others can fetch it by
 * @param retryIn seconds until it is tried again, rounded up; null when it is not
 * @param waiting why nothing arrives; null when something does, or nothing is missing
 * @param order as {@link FetchOrder#label} says
 */
public record ResourceView(
    String infoHash,
    String name,
    String state,
    long size,
    long completedBytes,
    double progress,
    long downloadRate,
    long uploadRate,
    int peers,
    int seeders,
    @Nullable Long eta,
    String magnet,
    String order,
    @Nullable String error,
    @Nullable Long retryIn,
    @Nullable String waiting) {
  public static ResourceView of(ResourceStatus status) {
    return new ResourceView(
        status.infoHash().toString(),
        status.name(),
        status.state().label(),
        status.size(),
        status.completedBytes(),
        status.progress(),
        status.downloadRate(),
        status.uploadRate(),
        status.peers(),
        status.seeders(),
        seconds(status.eta()),
        status.magnet().toString(),
        status.order().label(),
        status.error(),
        seconds(status.condition().retryIn()),
        status.condition().waiting());
  }

  private static @Nullable Long seconds(@Nullable Duration left) {
    return left == null ? null : left.plusSeconds(1).minusNanos(1).toSeconds();
  }
}
