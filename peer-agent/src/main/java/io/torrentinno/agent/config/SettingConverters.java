package io.torrentinno.agent.config;

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
      return InetAddress.ofLiteral(literal);
    }
  }

  /** {@code host:port}. */
  @Component
  @ConfigurationPropertiesBinding
  static final class ToHostAndPort implements Converter<String, HostAndPort> {
    @Override
    public HostAndPort convert(String text) {
      return HostAndPort.parse(text);
    }
  }
}
