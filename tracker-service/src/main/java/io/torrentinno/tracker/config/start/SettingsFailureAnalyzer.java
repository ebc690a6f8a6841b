package io.torrentinno.tracker.config.start;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Makes Spring Boot print what is wrong with its own settings, without a stack trace. */
final class SettingsFailureAnalyzer extends AbstractFailureAnalyzer<Throwable> {
  private static final String YAML_PACKAGE = "org.yaml.snakeyaml.";

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable rootFailure, Throwable cause) {
    for (Throwable next = rootFailure; next != null; next = next.getCause()) {
      FailureAnalysis found = settings(next, cause);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable FailureAnalysis settings(Throwable failure, Throwable cause) {
    String message = String.valueOf(failure.getMessage());
    if (failure.getClass().getName().startsWith(YAML_PACKAGE)) {
      return new FailureAnalysis(
          "A file of settings is not YAML: " + message,
          "Correct application.yaml in the folder where the service starts, or in its config/.",
          cause);
    }
    if (failure instanceof IllegalArgumentException && message.startsWith("port out of range")) {
      return new FailureAnalysis(message, "Set server.port to a port from 0 to 65535.", cause);
    }
    return null;
  }
}
