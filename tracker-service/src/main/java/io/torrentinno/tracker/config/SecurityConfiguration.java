package io.torrentinno.tracker.config;

import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.protocol.settings.AllowedHosts;
import io.torrentinno.tracker.config.settings.ManagementSettings;
import io.torrentinno.tracker.security.ControlPlaneSecurity;
import io.torrentinno.tracker.security.TrackerTokens;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import tools.jackson.databind.json.JsonMapper;

/** The rights of callers to the page, the table of peers, the REST API and the metrics. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
  /** Spring MVC and Tomcat answer methods that they do not know. */
  @Bean
  HttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true);
    return firewall;
  }

  @Bean
  SecurityFilterChain controlPlane(
      HttpSecurity http,
      TrackerTokens tokens,
      ManagementSettings settings,
      JsonMapper json,
      MeterRegistry registry) {
    AllowedHosts hosts = new AllowedHosts(settings.allowedHosts());
    return new ControlPlaneSecurity(tokens, settings.networks(), hosts, json, registry).chain(http);
  }
}
