package io.torrentinno.tracker.security;

import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.protocol.settings.AllowedHosts;
import io.torrentinno.protocol.settings.Network;
import jakarta.servlet.DispatcherType;
import java.util.List;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one chain of filters before the control plane. It always exists, and decides for each request
 * ({@link ControlPlaneAccess}). Health probes are open. There are no sessions, no cookies and no
 * forms.
 */
public final class ControlPlaneSecurity {
  private static final String POLICY =
      "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private final TrackerTokens tokens;
  private final NearCallers near;
  private final Refusals refusals;

  /**
   * Rules for the control plane.
   *
   * @param networks whose callers are served like those of this machine while there are no tokens
   * @param hosts names under which callers are served while there are no tokens
   */
  public ControlPlaneSecurity(
      TrackerTokens tokens,
      List<Network> networks,
      AllowedHosts hosts,
      JsonMapper json,
      MeterRegistry registry) {
    this.tokens = tokens;
    this.near = new NearCallers(networks, hosts);
    this.refusals = new Refusals(tokens, near, json, registry);
  }

  /** Builds the chain. */
  public SecurityFilterChain chain(HttpSecurity http) {
    return http.csrf(AbstractHttpConfigurer::disable) // see TokenFilter and Calls
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .headers(ControlPlaneSecurity::headers)
        .exceptionHandling(
            failures -> failures.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .addFilterBefore(new TokenFilter(tokens), AnonymousAuthenticationFilter.class)
        .addFilterAfter(new AuditFilter(), AnonymousAuthenticationFilter.class)
        .authorizeHttpRequests(requests ->
            requests
                .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                .permitAll()
                .requestMatchers("/actuator/health", "/actuator/health/**")
                .permitAll()
                .anyRequest()
                .access(new ControlPlaneAccess(tokens, near)))
        .build();
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .contentSecurityPolicy(policy -> policy.policyDirectives(POLICY))
        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER));
  }
}
