package io.torrentinno.agent.config;

import io.torrentinno.protocol.settings.SettingNames;
import io.torrentinno.protocol.settings.SettingsCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/** Refuses to start with settings that do not exist, before any other setting is used. */
final class SettingsGuard
    implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
  private static final String METADATA = "META-INF/spring-configuration-metadata.json";
  private static final String BUILT_IN = "class path resource [application.yaml]";

  /** Sources whose names are checked elsewhere, or are not names of settings. */
  private static final Set<String> NOT_FILES =
      Set.of("commandLineArgs", "systemEnvironment", "systemProperties", "configurationProperties");

  /** Runs after the listeners that read files and start the log. */
  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE + 50;
  }

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    ConfigurableEnvironment environment = event.getEnvironment();
    SettingsCheck check =
        new SettingsCheck("agent", own(environment), SettingsGuard::ofTheLibraries);
    check.commandLine(event.getArgs());
    Map<String, String> variables = new HashMap<>();
    environment
        .getSystemEnvironment()
        .forEach((name, value) -> variables.put(name, String.valueOf(value)));
    check.environment(variables);
    files(environment)
        .forEach(source -> {
          for (String name : source.getPropertyNames()) {
            check.property(name, where(source, name));
          }
        });
    environment.getSystemProperties().keySet().stream()
        .filter(name -> name.startsWith("torrentinno.agent."))
        .forEach(name -> check.property(name, "-D" + name));
    if (!check.faults().isEmpty()) {
      throw new StartFailed(
          String.join("\n", check.faults()),
          "Correct the settings; docs/configuration.md lists all of them.");
    }
  }

  /** The settings of this service, and settings of others for which it has values of its own. */
  private static SettingNames own(ConfigurableEnvironment environment) {
    SettingNames names = new SettingNames();
    URL metadata = SettingsGuard.class.getClassLoader().getResource(METADATA);
    if (metadata == null) {
      throw new IllegalStateException("this build has no description of its settings");
    }
    names.add(read(metadata));
    files(environment).stream()
        .filter(source -> source.getName().contains(BUILT_IN))
        .flatMap(source -> List.of(source.getPropertyNames()).stream())
        .forEach(names::add);
    return names;
  }

  private static SettingNames ofTheLibraries() {
    SettingNames names = new SettingNames();
    try {
      Collections.list(SettingsGuard.class.getClassLoader().getResources(METADATA))
          .forEach(url -> names.add(read(url)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }

  private static byte[] read(URL url) {
    try (InputStream in = url.openStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<? extends EnumerablePropertySource<?>> files(
      ConfigurableEnvironment environment) {
    return environment.getPropertySources().stream()
        .filter(source -> !NOT_FILES.contains(source.getName()))
        .filter(EnumerablePropertySource.class::isInstance)
        .<EnumerablePropertySource<?>>map(source -> (EnumerablePropertySource<?>) source)
        .toList();
  }

  private static String where(PropertySource<?> source, String name) {
    Origin origin = OriginLookup.getOrigin(source, name);
    return origin == null ? source.getName() : origin.toString();
  }
}
