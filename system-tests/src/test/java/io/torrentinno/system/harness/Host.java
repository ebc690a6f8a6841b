package io.torrentinno.system.harness;

import java.net.URI;
import java.util.List;

/**
 * Where a process runs.
 *
 * @param address an IP literal by which the others and the test reach it
 * @param enter the command in front of a process's own that starts it there; empty for here
 */
public record Host(String address, List<String> enter) {
  /** This machine. */
  public static final Host LOCAL = new Host("127.0.0.1", List.of());

  /** {@code 127.0.0.1:80}, {@code [::1]:80}. */
  String with(int port) {
    return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + port;
  }

  URI http(int port) {
    return URI.create("http://" + with(port));
  }
}
