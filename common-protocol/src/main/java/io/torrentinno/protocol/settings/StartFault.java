package io.torrentinno.protocol.settings;

import org.jspecify.annotations.Nullable;

/**
 * A mistake in the settings of Spring Boot itself that ends the start of a service.
 *
 * @param description what is wrong
 * @param action what a person can do
 */
public record StartFault(String description, String action) {
  private static final String YAML_PACKAGE = "org.yaml.snakeyaml.";

  /** The first such mistake in a failure and its causes; null when there is none. */
  public static @Nullable StartFault of(Throwable failure) {
    for (Throwable next = failure; next != null; next = next.getCause()) {
      StartFault found = ofOne(next);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable StartFault ofOne(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure.getClass().getName().startsWith(YAML_PACKAGE)) {
      return new StartFault(
          "A file of settings is not YAML: " + message,
          "Correct application.yaml in the folder where the service starts, or in its config/.");
    }
    if (failure instanceof IllegalArgumentException && message.startsWith("port out of range")) {
      return new StartFault(message, "Set server.port to a port from 0 to 65535.");
    }
    return null;
  }
}
