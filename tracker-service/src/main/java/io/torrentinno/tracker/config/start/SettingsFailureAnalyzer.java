package io.torrentinno.tracker.config.start;

import io.torrentinno.protocol.settings.StartFault;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Makes Spring Boot print what is wrong with its own settings, without a stack trace. */
final class SettingsFailureAnalyzer extends AbstractFailureAnalyzer<Throwable> {
  @Override
  protected @Nullable FailureAnalysis analyze(Throwable rootFailure, Throwable cause) {
    StartFault fault = StartFault.of(rootFailure);
    return fault == null ? null : new FailureAnalysis(fault.description(), fault.action(), cause);
  }
}
