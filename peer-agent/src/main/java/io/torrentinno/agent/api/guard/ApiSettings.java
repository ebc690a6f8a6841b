package io.torrentinno.agent.api.guard;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code torrentinno.agent.api.*}: the host names of the REST API.
 *
 * @param allowedHosts more host names under which clients may call the API. {@code
 *     files.example.com} is one name; {@code .example.com} or {@code *.example.com} is every name
 *     below {@code example.com}; {@code *} is every name. IP addresses, {@code localhost} and the
 *     names of local networks are always allowed
 */
@ConfigurationProperties("torrentinno.agent.api")
public record ApiSettings(@DefaultValue List<String> allowedHosts) {
  public ApiSettings {
    allowedHosts = List.copyOf(allowedHosts);
  }
}
