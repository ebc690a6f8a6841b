package io.torrentinno.agent.api.guard;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the REST interface.
 *
 * @param allowedHosts host names by which this agent may be called besides those that are always
 *     allowed ({@link AllowedHosts}): names, {@code *.example.com} or {@code .example.com} for all
 *     below a name, or {@code *} for any
 */
@ConfigurationProperties("torrentinno.agent.api")
public record ApiSettings(@DefaultValue List<String> allowedHosts) {
  public ApiSettings {
    allowedHosts = List.copyOf(allowedHosts);
  }
}
