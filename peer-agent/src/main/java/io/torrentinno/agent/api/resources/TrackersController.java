package io.torrentinno.agent.api.resources;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.agent.resource.view.Agent;
import io.torrentinno.agent.resource.view.trackers.TrackerStatus;
import io.torrentinno.protocol.announce.SwarmSize;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.TrackerAddress;
import io.torrentinno.protocol.rest.TrackerBody;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lists and changes the trackers of a resource. */
@RestController
@RequestMapping(ResourceController.PATH + "/{infoHash}/trackers")
final class TrackersController {
  private final Agent agent;

  TrackersController(Agent agent) {
    this.agent = agent;
  }

  /** The body of a call. */
  record Wanted(@NotNull List<@Nullable String> trackers) {}

  @GetMapping
  List<TrackerBody> show(@PathVariable InfoHash infoHash) {
    return bodies(agent.trackers(infoHash));
  }

  @PutMapping
  List<TrackerBody> change(@PathVariable InfoHash infoHash, @Valid @RequestBody Wanted wanted) {
    Set<TrackerAddress> trackers = new LinkedHashSet<>();
    for (String tracker : wanted.trackers) {
      trackers.add(parse(tracker));
    }
    if (trackers.size() > MagnetLink.MAX_TRACKERS) {
      throw new RequestRefused(
          Problem.BAD_REQUEST, "a resource has at most " + MagnetLink.MAX_TRACKERS + " trackers");
    }
    return bodies(agent.setTrackers(infoHash, List.copyOf(trackers)));
  }

  private static TrackerAddress parse(@Nullable String tracker) {
    try {
      return TrackerAddress.parse(tracker == null ? "null" : tracker);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(Problem.BAD_REQUEST, "trackers: " + e.getMessage());
    }
  }

  private static List<TrackerBody> bodies(List<TrackerStatus> trackers) {
    return trackers.stream().map(TrackersController::body).toList();
  }

  private static TrackerBody body(TrackerStatus status) {
    TrackerStatus.Answer answer = status.answer();
    SwarmSize known = answer == null ? null : answer.known();
    return new TrackerBody(
        status.tracker().toString(),
        status.fallback(),
        status.failure(),
        answer == null ? null : answer.age().toSeconds(),
        answer == null ? null : answer.peers(),
        known == null ? null : known.seeders(),
        known == null ? null : known.leechers());
  }
}
