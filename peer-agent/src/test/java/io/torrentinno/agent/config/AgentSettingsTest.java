package io.torrentinno.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.model.ChokingPolicy;
import io.torrentinno.protocol.model.TrackerAddress;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.util.unit.DataSize;

class AgentSettingsTest {
  private final ApplicationContextRunner runner =
      new ApplicationContextRunner().withUserConfiguration(Settings.class);

  @Test
  void hasDefaultsThatWork() {
    runner.run(context ->
        assertThat(context.getBean(AgentSettings.class))
            .isEqualTo(
                new AgentSettings(
                    Path.of("torrentinno-data"),
                    List.of(),
                    List.of(),
                    InetAddress.ofLiteral("0.0.0.0"),
                    6881,
                    null,
                    new TrackerAddress("127.0.0.1", 8080),
                    null,
                    "2",
                    200,
                    DataSize.ofMegabytes(16),
                    new LimitSettings(DataSize.ofBytes(0), DataSize.ofBytes(0)),
                    ChokingPolicy.COOPERATIVE,
                    0,
                    true,
                    true,
                    false)));
  }

  @Test
  void readsEverySetting() {
    runner
        .withPropertyValues(
            "torrentinno.agent.data-dir=/srv/torrentinno",
            "torrentinno.agent.share-dirs=/srv/a,/srv/b",
            "torrentinno.agent.download-dirs=/mnt/c",
            "torrentinno.agent.listen-address=::1",
            "torrentinno.agent.listen-port=0",
            "torrentinno.agent.public-address=192.0.2.1",
            "torrentinno.agent.tracker=https://[2001:db8::1]:80",
            "torrentinno.agent.tracker-ssl-bundle=trackers",
            "torrentinno.agent.manifest-version=1",
            "torrentinno.agent.max-connections=5",
            "torrentinno.agent.write-queue=1MB",
            "torrentinno.agent.limits.upload-per-second=100KB",
            "torrentinno.agent.limits.download-per-second=1000000",
            "torrentinno.agent.choking=tit-for-tat",
            "torrentinno.agent.upload-slots=4",
            "torrentinno.agent.super-seeding=false",
            "torrentinno.agent.reuse=false",
            "torrentinno.agent.hard-links=true")
        .run(context ->
            assertThat(context.getBean(AgentSettings.class))
                .isEqualTo(
                    new AgentSettings(
                        Path.of("/srv/torrentinno"),
                        List.of(Path.of("/srv/a"), Path.of("/srv/b")),
                        List.of(Path.of("/mnt/c")),
                        InetAddress.ofLiteral("::1"),
                        0,
                        InetAddress.ofLiteral("192.0.2.1"),
                        new TrackerAddress("2001:db8::1", 80, true),
                        "trackers",
                        "1",
                        5,
                        DataSize.ofMegabytes(1),
                        new LimitSettings(DataSize.ofKilobytes(100), DataSize.ofBytes(1_000_000)),
                        ChokingPolicy.TIT_FOR_TAT,
                        4,
                        false,
                        false,
                        true)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://my_tracker:8080", "HTTP://my_tracker:8080/", " my_tracker:8080 "})
  void takesATrackerAsAUrl(String tracker) {
    runner
        .withPropertyValues("torrentinno.agent.tracker=" + tracker)
        .run(context ->
            assertThat(context.getBean(AgentSettings.class).tracker())
                .isEqualTo(new TrackerAddress("my_tracker", 8080)));
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, the port is missing",
    "example.com:80/, it has a path",
    "udp://example.com:80, agents call trackers over HTTP",
    "https://example.com, the port is missing",
    "::1:80, needs brackets",
    "a b:80, neither an IP address nor a host name"
  })
  void saysWhatATrackerIs(String tracker, String part) {
    runner
        .withPropertyValues("torrentinno.agent.tracker=" + tracker)
        .run(context ->
            assertThat(context.getStartupFailure()).rootCause().hasMessageContaining(part));
  }

  @Test
  void readsFoldersWithCommasByIndex() {
    runner
        .withPropertyValues("torrentinno.agent.share-dirs[0]=/srv/a,b")
        .run(context ->
            assertThat(context.getBean(AgentSettings.class).shareDirs())
                .containsExactly(Path.of("/srv/a,b")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "listen-port=-1",
        "listen-port=65536",
        "listen-address=example.com",
        "public-address=example.com",
        "tracker=example.com",
        "tracker=example.com:0",
        "tracker=example.com:65536",
        "tracker=:80",
        "tracker=::1:80",
        "tracker=udp://example.com:80",
        "tracker=https://example.com:80/announce",
        "tracker=example.com:80/",
        "tracker=http://example.com:80/announce",
        "tracker=exämple.com:80",
        "manifest-version=0",
        "manifest-version=3",
        "manifest-version=two",
        "manifest-version=",
        "max-connections=0",
        "choking=never",
        "upload-slots=-1",
        "super-seeding=perhaps",
        "write-queue=many",
        "limits.upload-per-second=-1B",
        "limits.download-per-second=fast"
      })
  void refusesToStartWith(String setting) {
    runner
        .withPropertyValues("torrentinno.agent." + setting)
        .run(context -> assertThat(context).hasFailed());
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(AgentSettings.class)
  @Import({
    SettingConverters.ToPath.class,
    SettingConverters.ToInetAddress.class,
    SettingConverters.ToTrackerAddress.class
  })
  static class Settings {}
}
