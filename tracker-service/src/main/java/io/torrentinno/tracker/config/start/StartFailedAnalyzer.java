package io.torrentinno.tracker.config.start;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Has Spring Boot say why the tracker can't start, rather than print where in its code it noticed.
 */
final class StartFailedAnalyzer extends AbstractFailureAnalyzer<StartFailed> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, StartFailed cause) {
    return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
  }
}
