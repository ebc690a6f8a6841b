package io.torrentinno.agent.cli.ca;

import java.util.List;

/** The settings of an agent that uses the files of a certificate. */
final class TlsSettings {
  private static final String BUNDLE = "spring.ssl.bundle.pem.peers.";

  private TlsSettings() {}

  /**
   * @param folder where the machine has the files
   */
  static List<String> lines(String folder) {
    return List.of(
        "torrentinno.agent.encryption=required",
        "torrentinno.agent.encryption-bundle=peers",
        "torrentinno.agent.encryption-crl=" + folder + "/ca.crl",
        BUNDLE + "keystore.certificate=file:" + folder + "/tls.crt",
        BUNDLE + "keystore.private-key=file:" + folder + "/tls.key",
        BUNDLE + "truststore.certificate=file:" + folder + "/ca.crt",
        BUNDLE + "reload-on-update=true");
  }
}
