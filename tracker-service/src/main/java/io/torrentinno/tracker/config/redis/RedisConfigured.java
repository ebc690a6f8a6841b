package io.torrentinno.tracker.config.redis;

import java.util.stream.Stream;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches when the settings say where Redis is. */
public final class RedisConfigured implements Condition {
  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return in(context.getEnvironment());
  }

  public static boolean in(Environment environment) {
    return Stream.of("host", "url", "cluster.nodes", "sentinel.nodes")
        .map(name -> "spring.data.redis." + name)
        .anyMatch(name -> isSet(environment, name));
  }

  private static boolean isSet(Environment environment, String name) {
    String value = environment.getProperty(name, environment.getProperty(name + "[0]", ""));
    return !value.isBlank();
  }
}
