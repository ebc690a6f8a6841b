package io.torrentinno.agent.config;

import io.torrentinno.protocol.model.TrackerAddress;
import java.net.InetAddress;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** Reads values of settings that Spring does not know, or reads in another way. */
final class SettingConverters {
  private SettingConverters() {}

  /** Paths of files. Spring's own converter would also look on the class path. */
  @Component
  @ConfigurationPropertiesBinding
  static final class ToPath implements Converter<String, Path> {
    @Override
    public Path convert(String text) {
      return Path.of(text);
    }
  }

  /** IP addresses. Names are refused, because they would have to be looked up. */
  @Component
  @ConfigurationPropertiesBinding
  static final class ToInetAddress implements Converter<String, InetAddress> {
    @Override
    public InetAddress convert(String literal) {
      try {
        return InetAddress.ofLiteral(literal.strip());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("an IP address is needed, not a name: " + literal, e);
      }
    }
  }

  /** {@code host:port}. */
  @Component
  @ConfigurationPropertiesBinding
  static final class ToTrackerAddress implements Converter<String, TrackerAddress> {
    @Override
    public TrackerAddress convert(String text) {
      return TrackerAddress.parse(text);
    }
  }
}
