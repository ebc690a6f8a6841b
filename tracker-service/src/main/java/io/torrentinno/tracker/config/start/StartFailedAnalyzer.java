package io.torrentinno.tracker.config.start;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Makes Spring Boot print the reason why the tracker cannot start, without a stack trace. */
final class StartFailedAnalyzer extends AbstractFailureAnalyzer<StartFailed> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, StartFailed cause) {
    return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
  }
}
