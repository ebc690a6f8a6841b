package io.torrentinno.agent.config;

import io.torrentinno.protocol.model.TrackerAddress;
import java.net.InetAddress;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** Reads the kinds of values that settings have and Spring does not know, or knows otherwise. */
final class SettingConverters {
  private SettingConverters() {}

  /** Paths of files and of nothing else; Spring's own reading looks at the class path as well. */
  @Component
  @ConfigurationPropertiesBinding
  static final class ToPath implements Converter<String, Path> {
    @Override
    public Path convert(String text) {
      return Path.of(text);
    }
  }

  /** IP literals, never names that need looking up. */
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
