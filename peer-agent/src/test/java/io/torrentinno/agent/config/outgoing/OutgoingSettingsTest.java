package io.torrentinno.agent.config.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.outgoing.OutgoingRules;
import io.torrentinno.protocol.model.HostAndPort;
import io.torrentinno.protocol.model.TrackerAddress;
import io.torrentinno.protocol.settings.Network;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class OutgoingSettingsTest {
  private static final TrackerAddress OWN = new TrackerAddress("tracker.example.com", 81);

  @Test
  void allowsNothingButTheOwnTrackerByDefault() {
    assertThat(bound(Map.of()).rules(OWN, true))
        .isEqualTo(
            new OutgoingRules(
                List.of(), Set.of(), Set.of(new HostAndPort("tracker.example.com", 81)), true));
  }

  @Test
  void readsNetworksAddressesAndPorts() {
    OutgoingRules rules =
        bound(
                Map.of(
                    "torrentinno.agent.allow-addresses", "127.0.0.0/8,::1",
                    "torrentinno.agent.allow-ports", "81,990"))
            .rules(OWN, false);

    assertThat(rules.allowedAddresses())
        .containsExactly(Network.valueOf("127.0.0.0/8"), Network.valueOf("::1/128"));
    assertThat(rules.allowedPorts()).containsExactlyInAnyOrder(81, 990);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1/33", "127.1", "127.0.0.1:80"})
  void refusesWhatIsNoAddress(String address) {
    assertThatThrownBy(() -> bound(Map.of("torrentinno.agent.allow-addresses", address)))
        .isInstanceOf(BindException.class);
  }

  private static OutgoingSettings bound(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("torrentinno.agent", OutgoingSettings.class);
  }
}
