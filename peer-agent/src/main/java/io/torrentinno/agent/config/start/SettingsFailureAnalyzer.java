package io.torrentinno.agent.config.start;

import io.torrentinno.protocol.settings.StartFault;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.ssl.NoSuchSslBundleException;

/** Makes Spring Boot print what is wrong with its own settings, without a stack trace. */
final class SettingsFailureAnalyzer extends AbstractFailureAnalyzer<Throwable> {
  private static final String SSL_PACKAGE = "org.springframework.boot.ssl.";

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable rootFailure, Throwable cause) {
    StartFault fault = StartFault.of(rootFailure);
    if (fault != null) {
      return new FailureAnalysis(fault.description(), fault.action(), cause);
    }
    for (Throwable next = rootFailure; next != null; next = next.getCause()) {
      if (isOfTls(next)) {
        return tls(next, cause);
      }
    }
    return null;
  }

  private static boolean isOfTls(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith(SSL_PACKAGE);
  }

  private static FailureAnalysis tls(Throwable failure, Throwable cause) {
    return new FailureAnalysis(
        failure instanceof NoSuchSslBundleException unknown
            ? "There is no SSL bundle of the name " + unknown.getBundleName() + "."
            : messages(failure),
        "Correct server.ssl, or the bundle that it names in spring.ssl.bundle.",
        cause);
  }

  private static String messages(Throwable first) {
    Set<String> messages = new LinkedHashSet<>();
    for (Throwable next = first; next != null; next = next.getCause()) {
      messages.add(String.valueOf(next.getMessage()));
    }
    return "TLS: " + String.join(": ", messages);
  }
}
