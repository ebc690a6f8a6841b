package io.torrentinno.agent.api.events;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.agent.api.guard.ListenRights;
import io.torrentinno.agent.events.AgentEvents;
import io.torrentinno.agent.events.EventFilter;
import io.torrentinno.agent.events.EventType;
import io.torrentinno.agent.events.Subscription;
import io.torrentinno.protocol.model.InfoHash;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Sends the agent's events to listeners at once ({@code specs/events.md}). */
@RestController
final class EventController {
  private static final String PATH = "/api/v1/events";

  /** Makes nginx pass on each event at once. */
  private static final String UNBUFFERED = "X-Accel-Buffering";

  private final AgentEvents events;
  private final EventListeners listeners;
  private final ListenRights rights;
  private final JsonMapper mapper;

  EventController(
      AgentEvents events, EventListeners listeners, ListenRights rights, JsonMapper mapper) {
    this.events = events;
    this.listeners = listeners;
    this.rights = rights;
    this.mapper = mapper;
  }

  @GetMapping(path = PATH, produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  void listen(
      @RequestParam(name = "infoHash", defaultValue = "") List<String> resources,
      @RequestParam(name = "type", defaultValue = "") List<String> types,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String last,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    EventFilter filter =
        new EventFilter(
            resources.stream().map(EventController::resource).collect(Collectors.toSet()),
            types.stream().map(EventController::type).collect(Collectors.toSet()));
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
    response.setHeader(UNBUFFERED, "no");
    if (request.getMethod().equals(HttpMethod.HEAD.name())) {
      return;
    }
    try (Subscription subscription = events.resume(filter, last)) {
      listeners.serve(
          subscription, rights.ofCaller(), new EventWriter(response.getOutputStream(), mapper));
    }
  }

  private static InfoHash resource(String text) {
    try {
      return InfoHash.parse(text);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(
          Problem.BAD_INFO_HASH, "an info-hash has 64 hex digits, not: " + text, e);
    }
  }

  private static EventType type(String label) {
    return EventType.labelled(label)
        .orElseThrow(
            () -> new RequestRefused(Problem.BAD_REQUEST, "not a type of event: " + label));
  }
}
