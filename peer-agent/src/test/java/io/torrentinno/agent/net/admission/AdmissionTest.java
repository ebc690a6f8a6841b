package io.torrentinno.agent.net.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who gets one of three places. */
class AdmissionTest {
  private long now;
  private final Admission admission = new Admission(new ConnectionLimits(3, 2, 10), () -> now);

  @Test
  void refusesWhoComesWhenAllPlacesAreTakenAndUsed() {
    Caller one = admitted("10.0.0.1");
    Caller two = admitted("10.0.0.2");
    Caller three = admitted("10.0.0.3");
    now += Admission.IDLE;
    Admission.used(one);
    Admission.used(two);
    Admission.used(three);

    assertThat(admission.admits(new Caller("10.0.0.4"))).isFalse();
    assertThat(admission.established()).isEqualTo(3);
    assertThat(admission.refused()).isOne();
  }

  @Test
  void theConnectionThatWasNotUsedForLongestMakesRoom() {
    Caller one = admitted("10.0.0.1");
    Caller two = admitted("10.0.0.2");
    Caller three = admitted("10.0.0.3");
    now += Admission.IDLE;
    Admission.used(one);
    Admission.used(three);

    assertThat(admission.admits(new Caller("10.0.0.4"))).isTrue();
    assertThat(two.isOpen()).isFalse();
    assertThat(admission.established()).isEqualTo(3);
  }

  @Test
  void aNewAddressTakesAPlaceOfTheOneThatHasMost() {
    Caller first = admitted("10.0.0.1");
    admitted("10.0.0.1");
    Caller other = admitted("10.0.0.2");

    assertThat(admission.admits(new Caller("10.0.0.3"))).isTrue();
    assertThat(first.isOpen()).isFalse();
    assertThat(other.isOpen()).isTrue();
  }

  @Test
  void aNewAddressGetsItsPlaceThoughOthersAreRefusedAllTheTime() {
    admitted("10.0.0.1");
    admitted("10.0.0.1");
    admitted("10.0.0.2");
    assertThat(admission.admits(new Caller("10.0.0.2"))).isFalse();

    assertThat(admission.admits(new Caller("10.0.0.3"))).isTrue();
  }

  @Test
  void anAddressThatHasAllItMayHaveTakesNoPlaceOfAnother() {
    Caller one = admitted("10.0.0.1");
    Caller two = admitted("10.0.0.1");
    Caller other = admitted("10.0.0.2");
    now += Admission.IDLE;
    Admission.used(one);
    Admission.used(two);

    assertThat(admission.admits(new Caller("10.0.0.1"))).isFalse();
    assertThat(other.isOpen()).isTrue();
  }

  @Test
  void aConnectionThatClosesGivesItsPlaceBackOnce() {
    Caller one = admitted("10.0.0.1");
    admitted("10.0.0.2");
    admitted("10.0.0.3");
    now += Admission.IDLE;
    admitted("10.0.0.4");
    one.close();

    assertThat(admission.established()).isEqualTo(3);
  }

  private Caller admitted(String address) {
    Caller caller = new Caller(address);
    assertThat(admission.admits(caller)).isTrue();
    return caller;
  }

  private static final class Caller extends EmbeddedChannel {
    private final InetAddress address;

    Caller(String address) {
      this.address = InetAddress.ofLiteral(address);
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
      return isActive() ? new InetSocketAddress(address, 1) : null;
    }
  }
}
