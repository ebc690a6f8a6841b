package io.torrentinno.agent.api.errors;

import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;

/** Describes in one line what is wrong with a JSON body. */
public final class JsonFault {
  private JsonFault() {}

  static String of(HttpMessageNotReadableException failure) {
    return failure.getCause() instanceof JacksonException cause
        ? of(cause)
        : "the body is missing or can't be read";
  }

  public static String of(JacksonException failure) {
    return failure instanceof DatabindException e
            && !e.getPath().isEmpty()
            && e.getPath().getLast().getPropertyName() != null
        ? e.getPath().getLast().getPropertyName() + " has a value of the wrong kind"
        : failure.getOriginalMessage();
  }
}
