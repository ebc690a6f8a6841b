package io.torrentinno.agent.api.parameters;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the parameters that a call, or each call of a controller, reads from the request itself.
 * Those of its signature need not be named.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Reads {
  /** The names, as a request has them. */
  String[] value();
}
