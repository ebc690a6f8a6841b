package io.torrentinno.agent.api.adding;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.resources.ResourceView;
import io.torrentinno.agent.resource.view.Added;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * What became of one manifest of several.
 *
 * @param status as if it had come alone
 * @param resource absent when it was refused
 * @param problem absent when it was not
 */
record AddedView(int status, @Nullable ResourceView resource, @Nullable ProblemDetail problem) {
  static AddedView of(Added added) {
    HttpStatus status = added.created() ? HttpStatus.CREATED : HttpStatus.OK;
    return new AddedView(status.value(), ResourceView.of(added.resource()), null);
  }

  static AddedView of(Problem problem, @Nullable String detail) {
    return new AddedView(
        problem.status().value(), null, problem.body(detail == null ? "" : detail));
  }
}
