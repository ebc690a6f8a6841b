package io.torrentinno.agent.api.errors;

import io.torrentinno.protocol.model.PrintableText;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Describes in one line what is wrong with a JSON body. */
public final class JsonFault {
  private JsonFault() {}

  static String of(HttpMessageNotReadableException failure) {
    return failure.getCause() instanceof JacksonException cause
        ? of(cause)
        : "the body is missing or can't be read";
  }

  /** Names the field, and what is expected, without the names of classes. */
  public static String of(JacksonException failure) {
    return switch (failure) {
      case UnrecognizedPropertyException unknown ->
          UnknownName.message("field", unknown.getPropertyName(), known(unknown));
      case MismatchedInputException wrong ->
          place(wrong) + " must be " + expected(wrong.getTargetType());
      case DatabindException _ -> place(failure) + " has a value that can't be used";
      default -> "the JSON is malformed: " + PrintableText.ofParser(failure.getOriginalMessage());
    };
  }

  private static List<String> known(UnrecognizedPropertyException unknown) {
    Collection<Object> names = unknown.getKnownPropertyIds();
    return names == null ? List.of() : names.stream().map(String::valueOf).toList();
  }

  /** The field that has the wrong value, or has it somewhere inside. */
  private static String place(JacksonException failure) {
    return failure.getPath().reversed().stream()
        .map(JacksonException.Reference::getPropertyName)
        .filter(name -> name != null)
        .findFirst()
        .orElse("the body");
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "of another kind";
    }
    if (type == String.class) {
      return "a string";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
      return "a whole number";
    }
    if (Collection.class.isAssignableFrom(type) || type.isArray()) {
      return "an array";
    }
    return "a JSON object" + (type.isRecord() ? " (" + fields(type) + ")" : "");
  }

  private static String fields(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.joining(", "));
  }
}
