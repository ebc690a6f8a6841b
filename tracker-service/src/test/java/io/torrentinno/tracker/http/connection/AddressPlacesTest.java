package io.torrentinno.tracker.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AddressPlacesTest {
  private final AddressPlaces places = new AddressPlaces();

  @Test
  void takesTheOldestConnectionOfTheAddressThatHasMost() throws Exception {
    Channel oldest = add("192.0.2.1");
    add("192.0.2.1");
    add("192.0.2.2");

    assertThat(takeFor("192.0.2.3")).isSameAs(oldest);
    assertThat(takeFor("192.0.2.3")).isNull();
  }

  @Test
  void countsASubnetOfIpv6AsOneAddress() throws Exception {
    Channel oldest = add("2001:db8::1");
    add("2001:db8::2");

    assertThat(takeFor("2001:db8::3")).isNull();
    assertThat(takeFor("2001:db8:0:1::1")).isSameAs(oldest);
  }

  @Test
  void forgetsAConnectionThatIsClosed() throws Exception {
    Channel closed = add("192.0.2.1");
    add("192.0.2.1");

    places.remove(closed, InetAddress.getByName("192.0.2.1"));

    assertThat(takeFor("192.0.2.3")).isNull();
  }

  @Test
  void takesFromEachAddressThatHasMostInTurn() throws Exception {
    Channel first = add("192.0.2.1");
    Channel second = add("192.0.2.2");
    add("192.0.2.1");
    add("192.0.2.2");
    Channel third = add("192.0.2.2");

    assertThat(takeFor("192.0.2.3")).isSameAs(second);
    assertThat(takeFor("192.0.2.3")).isSameAs(first);
    assertThat(takeFor("192.0.2.3")).isNotNull().isNotSameAs(third);
    assertThat(takeFor("192.0.2.3")).isNull();
  }

  @Test
  void countsAConnectionThatMadeRoomOnce() throws Exception {
    Channel oldest = add("192.0.2.1");
    add("192.0.2.1");
    add("192.0.2.1");

    assertThat(takeFor("192.0.2.3")).isSameAs(oldest);
    places.remove(oldest, InetAddress.getByName("192.0.2.1")); // When it is closed.

    assertThat(takeFor("192.0.2.3")).isNotNull();
    assertThat(takeFor("192.0.2.3")).isNull();
  }

  private Channel add(String address) throws UnknownHostException {
    Channel channel = new EmbeddedChannel();
    places.add(channel, InetAddress.getByName(address));
    return channel;
  }

  private @Nullable Channel takeFor(String address) throws UnknownHostException {
    return places.takeFor(InetAddress.getByName(address));
  }
}
