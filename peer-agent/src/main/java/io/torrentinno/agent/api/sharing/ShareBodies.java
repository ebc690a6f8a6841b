package io.torrentinno.agent.api.sharing;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.resources.ResourceBodies;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ShareStatus;
import io.torrentinno.agent.resource.view.ShareStatus.Outcome;
import io.torrentinno.protocol.rest.ProblemBody;
import io.torrentinno.protocol.rest.ResourceBody;
import io.torrentinno.protocol.rest.ShareBody;
import io.torrentinno.protocol.rest.SharedBody;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Makes the bodies that show the progress of shares. */
final class ShareBodies {
  private ShareBodies() {}

  static ShareBody of(ShareStatus status) {
    return switch (status.outcome()) {
      case Outcome.Pending() ->
          of(status, status.progress().begun() ? "hashing" : "queued", null, null);
      case Outcome.Done(var added) -> of(status, "done", ResourceBodies.of(added.resource()), null);
      case Outcome.Failed(var failure) -> of(status, "failed", null, Problem.bodyOf(failure));
    };
  }

  /** The body of a share in an answer with several. */
  static SharedBody shared(ShareStatus share) {
    return switch (share.outcome()) {
      case Outcome.Pending() -> new SharedBody(HttpStatus.ACCEPTED.value(), null, of(share), null);
      case Outcome.Done(var added) ->
          new SharedBody(
              (added.created() ? HttpStatus.CREATED : HttpStatus.OK).value(),
              ResourceBodies.of(added.resource()),
              null,
              null);
      case Outcome.Failed(var failure) -> refused(failure);
    };
  }

  static SharedBody refused(ResourceException refusal) {
    return refused(Problem.bodyOf(refusal));
  }

  static SharedBody refused(ProblemBody problem) {
    return new SharedBody(problem.status(), null, null, problem);
  }

  private static ShareBody of(
      ShareStatus status,
      String state,
      @Nullable ResourceBody resource,
      @Nullable ProblemBody problem) {
    return new ShareBody(
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
