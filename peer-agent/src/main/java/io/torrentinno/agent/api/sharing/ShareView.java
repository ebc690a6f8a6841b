package io.torrentinno.agent.api.sharing;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.resources.ResourceView;
import io.torrentinno.agent.resource.view.ShareStatus;
import io.torrentinno.agent.resource.view.ShareStatus.Outcome;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;

/**
 * A share in JSON.
 *
 * @param path of the file, on the agent's machine
 * @param name what fetchers call it
 * @param state {@code queued}, {@code hashing}, {@code done} or {@code failed}
 * @param size bytes, as is {@code hashedBytes}
 * @param resource what it has become; null unless it is done
 * @param problem why it failed; null unless it has
 */
record ShareView(
    String id,
    String path,
    String name,
    String state,
    long size,
    long hashedBytes,
    @Nullable ResourceView resource,
    @Nullable ProblemDetail problem) {
  static ShareView of(ShareStatus status) {
    return switch (status.outcome()) {
      case Outcome.Pending() ->
          of(status, status.progress().begun() ? "hashing" : "queued", null, null);
      case Outcome.Done(var added) -> of(status, "done", ResourceView.of(added.resource()), null);
      case Outcome.Failed(var failure) ->
          of(
              status,
              "failed",
              null,
              Problem.of(failure.reason()).body(String.valueOf(failure.getMessage())));
    };
  }

  private static ShareView of(
      ShareStatus status,
      String state,
      @Nullable ResourceView resource,
      @Nullable ProblemDetail problem) {
    return new ShareView(
        status.id(),
        status.file().toString(),
        status.name(),
        state,
        status.progress().size(),
        status.progress().hashed(),
        resource,
        problem);
  }
}
