package io.torrentinno.agent.config;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Makes Spring Boot print why the agent can't start, instead of a stack trace. */
final class StartFailedAnalyzer extends AbstractFailureAnalyzer<StartFailed> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, StartFailed cause) {
    return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
  }
}
