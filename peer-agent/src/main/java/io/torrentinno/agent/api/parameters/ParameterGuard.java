package io.torrentinno.agent.api.parameters;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.agent.api.errors.UnknownName;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.multipart.MultipartRequest;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses requests with a parameter that the call does not have. A misspelt one would otherwise
 * change nothing, without a message. Looks at the URL and at the parts of a form.
 */
@Component
final class ParameterGuard implements HandlerInterceptor, WebMvcConfigurer {
  private static final String OWN = "io.torrentinno.agent.api";

  private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this);
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (request.getDispatcherType() == DispatcherType.REQUEST // and not the answer to an error
        && handler instanceof HandlerMethod call
        && call.getBeanType().getPackageName().startsWith(OWN)) {
      Set<String> names = known.computeIfAbsent(call.getMethod(), _ -> KnownParameters.of(call));
      Iterator<String> unknown =
          names(request).filter(name -> !names.contains(name)).sorted().iterator();
      if (unknown.hasNext()) {
        throw new RequestRefused(
            Problem.BAD_REQUEST, UnknownName.message("parameter", unknown.next(), names));
      }
    }
    return true;
  }

  private static Stream<String> names(HttpServletRequest request) {
    Stream<String> parameters = request.getParameterMap().keySet().stream();
    return request instanceof MultipartRequest form
        ? Stream.concat(parameters, form.getMultiFileMap().keySet().stream())
        : parameters;
  }
}
