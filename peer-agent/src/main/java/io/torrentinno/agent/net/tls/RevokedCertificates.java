package io.torrentinno.agent.net.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CRLReason;
import java.security.cert.CertificateRevokedException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that authorities have revoked. A list stays in force after the date of its next
 * update: an authority that is late must not stop a swarm.
 */
final class RevokedCertificates {
  private final List<X509CRL> lists;

  /**
   * The certificates on these lists.
   *
   * @throws GeneralSecurityException when a list is signed by none of the authorities
   */
  RevokedCertificates(List<X509CRL> lists, List<X509Certificate> authorities)
      throws GeneralSecurityException {
    for (X509CRL list : lists) {
      requireSigned(list, authorities);
    }
    this.lists = List.copyOf(lists);
  }

  private static void requireSigned(X509CRL list, List<X509Certificate> authorities)
      throws GeneralSecurityException {
    @Nullable GeneralSecurityException failure = null;
    for (X509Certificate authority : authorities) {
      if (authority.getSubjectX500Principal().equals(list.getIssuerX500Principal())) {
        try {
          list.verify(authority.getPublicKey());
          return;
        } catch (GeneralSecurityException e) {
          failure = e; // Another authority may have the same name.
        }
      }
    }
    throw new GeneralSecurityException(
        "no trusted authority has signed the list of revoked certificates of "
            + list.getIssuerX500Principal(),
        failure);
  }

  /**
   * Checks each certificate of a chain.
   *
   * @throws CertificateRevokedException when one is revoked
   */
  void check(X509Certificate[] chain) throws CertificateRevokedException {
    for (X509Certificate certificate : chain) {
      for (X509CRL list : lists) {
        X509CRLEntry entry = list.getRevokedCertificate(certificate);
        if (entry != null) {
          CRLReason reason = entry.getRevocationReason();
          throw new CertificateRevokedException(
              entry.getRevocationDate(),
              reason == null ? CRLReason.UNSPECIFIED : reason,
              list.getIssuerX500Principal(),
              Map.of());
        }
      }
    }
  }
}
