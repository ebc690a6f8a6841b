package io.torrentinno.agent.api.parameters;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.method.HandlerMethod;

/** The parameters that a call has, as its signature and {@link Reads} say. */
final class KnownParameters {
  private KnownParameters() {}

  static Set<String> of(HandlerMethod call) {
    Set<String> known = new TreeSet<>();
    add(known, call.getBeanType().getAnnotation(Reads.class));
    add(known, call.getMethodAnnotation(Reads.class));
    for (MethodParameter parameter : call.getMethodParameters()) {
      add(known, parameter);
    }
    return Set.copyOf(known);
  }

  private static void add(Set<String> known, @Nullable Reads read) {
    if (read != null) {
      known.addAll(Arrays.asList(read.value()));
    }
  }

  private static void add(Set<String> known, MethodParameter parameter) {
    RequestParam named = parameter.getParameterAnnotation(RequestParam.class);
    RequestPart part = parameter.getParameterAnnotation(RequestPart.class);
    if (named != null) {
      known.add(name(named.name(), parameter));
    } else if (part != null) {
      known.add(name(part.name(), parameter));
    } else if (parameter.hasParameterAnnotation(ModelAttribute.class)) {
      for (RecordComponent field : parameter.getParameterType().getRecordComponents()) {
        known.add(field.getName());
      }
    }
  }

  private static String name(String given, MethodParameter parameter) {
    return given.isEmpty()
        ? Objects.requireNonNull(parameter.getParameter().getName(), "compiled without names")
        : given;
  }
}
