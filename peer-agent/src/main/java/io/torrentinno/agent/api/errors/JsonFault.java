package io.torrentinno.agent.api.errors;

import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;

/** Says in one line what is wrong with a JSON body. */
final class JsonFault {
  private JsonFault() {}

  static String of(HttpMessageNotReadableException failure) {
    return switch (failure.getCause()) {
      case DatabindException e when !e.getPath().isEmpty() ->
          e.getPath().getLast().getPropertyName() + " has a value of the wrong kind";
      case JacksonException e -> e.getOriginalMessage();
      case null, default -> "the body is missing or can't be read";
    };
  }
}
