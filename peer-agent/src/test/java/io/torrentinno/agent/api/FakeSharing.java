package io.torrentinno.agent.api;

import io.torrentinno.agent.resource.view.Added;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.resource.view.ShareStatus;
import io.torrentinno.agent.resource.view.ShareStatus.Outcome;
import io.torrentinno.agent.resource.view.Sharing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Shares at once; or, when told, takes as long as a test wants. */
public final class FakeSharing implements Sharing {
  private final Function<ShareRequest, Added> agent;
  private final Map<String, ShareRequest> held = new LinkedHashMap<>();
  private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
  private final List<Duration> waits = new ArrayList<>();
  private boolean holding;
  private int polls;

  FakeSharing(Function<ShareRequest, Added> agent) {
    this.agent = agent;
  }

  synchronized void reset() {
    held.clear();
    outcomes.clear();
    waits.clear();
    holding = false;
    polls = 0;
  }

  /** What is shared from now on is over when it was asked for a second time. */
  public synchronized void hold() {
    holding = true;
  }

  /** How long callers wanted to wait. */
  public synchronized List<Duration> waits() {
    return List.copyOf(waits);
  }

  @Override
  public synchronized ShareStatus begin(ShareRequest request, Duration patience) {
    waits.add(patience);
    if (!holding) {
      return status("", request, new Outcome.Done(agent.apply(request)));
    }
    String id = "share-" + held.size();
    held.put(id, request);
    outcomes.put(id, new Outcome.Pending());
    return list().getLast();
  }

  @Override
  public synchronized List<ShareStatus> list() {
    return held.keySet().stream().map(this::status).toList();
  }

  @Override
  public synchronized ShareStatus await(String id, Duration most) {
    waits.add(most);
    ShareStatus status = status(id);
    if (++polls > 1 && status.outcome() instanceof Outcome.Pending) {
      outcomes.put(id, result(request(id)));
      return status(id);
    }
    return status;
  }

  @Override
  public synchronized void cancel(String id) {
    request(id);
    held.remove(id);
  }

  private Outcome result(ShareRequest request) {
    try {
      return new Outcome.Done(agent.apply(request));
    } catch (ResourceException e) {
      return new Outcome.Failed(e);
    }
  }

  private ShareRequest request(String id) {
    ShareRequest request = held.get(id);
    if (request == null) {
      throw new ResourceException(Reason.UNKNOWN_SHARE, "no share " + id);
    }
    return request;
  }

  private ShareStatus status(String id) {
    ShareRequest request = request(id);
    return status(id, request, outcomes.getOrDefault(id, new Outcome.Pending()));
  }

  private static ShareStatus status(String id, ShareRequest request, Outcome outcome) {
    return new ShareStatus(
        id,
        request.file(),
        String.valueOf(request.file().getFileName()),
        new ShareStatus.Progress(1000, 400, true),
        outcome);
  }
}
