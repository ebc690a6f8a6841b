package io.torrentinno.agent.api.sharing;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.resources.ResourceView;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ShareStatus;
import io.torrentinno.agent.resource.view.ShareStatus.Outcome;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * What became of one file of several.
 *
 * @param status as if it had come alone
 * @param resource absent unless it is shared
 * @param share absent unless it is still being hashed
 * @param problem absent unless it can't be shared
 */
record SharedView(
    int status,
    @Nullable ResourceView resource,
    @Nullable ShareView share,
    @Nullable ProblemDetail problem) {
  static SharedView of(ShareStatus share) {
    return switch (share.outcome()) {
      case Outcome.Pending() ->
          new SharedView(HttpStatus.ACCEPTED.value(), null, ShareView.of(share), null);
      case Outcome.Done(var added) ->
          new SharedView(
              (added.created() ? HttpStatus.CREATED : HttpStatus.OK).value(),
              ResourceView.of(added.resource()),
              null,
              null);
      case Outcome.Failed(var failure) -> of(failure);
    };
  }

  static SharedView of(ResourceException refusal) {
    return of(Problem.of(refusal.reason()), refusal.getMessage());
  }

  static SharedView of(Problem problem, @Nullable String detail) {
    return new SharedView(
        problem.status().value(), null, null, problem.body(detail == null ? "" : detail));
  }
}
