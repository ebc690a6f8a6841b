package io.torrentinno.tracker.config.redis;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches when the settings do not say where Redis is. */
public final class RedisNotConfigured implements Condition {
  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return !RedisConfigured.in(context.getEnvironment());
  }
}
