package io.torrentinno.tracker.config.start;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.ssl.NoSuchSslBundleException;

/** Makes Spring Boot print what is wrong with a certificate, without a stack trace. */
final class TlsFailureAnalyzer extends AbstractFailureAnalyzer<Throwable> {
  private static final String SSL_PACKAGE = "org.springframework.boot.ssl.";

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable rootFailure, Throwable cause) {
    List<Throwable> chain = chain(rootFailure);
    for (Throwable failure : chain) {
      if (failure instanceof NoSuchSslBundleException unknown) {
        return analysis(
            "There is no SSL bundle of the name " + unknown.getBundleName() + ".", cause);
      }
    }
    for (int i = 0; i < chain.size(); i++) {
      if (isOfTls(chain.get(i))) {
        return analysis("TLS: " + messages(chain.subList(i, chain.size())), cause);
      }
    }
    return null;
  }

  private static FailureAnalysis analysis(String description, Throwable cause) {
    return new FailureAnalysis(
        description,
        "Correct server.ssl, or the bundle that it names in spring.ssl.bundle.",
        cause);
  }

  private static List<Throwable> chain(Throwable root) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable next = root; next != null && !chain.contains(next); next = next.getCause()) {
      chain.add(next);
    }
    return chain;
  }

  private static boolean isOfTls(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith(SSL_PACKAGE);
  }

  private static String messages(List<Throwable> chain) {
    Set<String> messages = new LinkedHashSet<>();
    chain.forEach(failure -> {
      String message = failure.getMessage();
      messages.add(message == null ? failure.getClass().getSimpleName() : message);
    });
    return String.join(": ", messages);
  }
}
