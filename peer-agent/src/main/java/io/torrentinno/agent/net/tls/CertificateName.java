package io.torrentinno.agent.net.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** The name of a certificate, for people. */
public final class CertificateName {
  private static final int LONGEST = 64;

  private CertificateName() {}

  /**
   * The common name, else the first alternative name that is a text, else the serial number.
   * Characters that are not visible become {@code ?}, because the name gets into logs and
   * terminals.
   */
  public static String of(X509Certificate certificate) {
    String name =
        Stream.concat(commonName(certificate), alternativeNames(certificate))
            .filter(text -> !text.isBlank())
            .findFirst()
            .orElse("serial " + certificate.getSerialNumber().toString(16));
    return clean(name);
  }

  private static Stream<String> commonName(X509Certificate certificate) {
    try {
      List<Rdn> parts = new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
      return parts.reversed().stream()
          .filter(part -> part.getType().equalsIgnoreCase("CN"))
          .map(part -> part.getValue() instanceof String text ? text : "");
    } catch (InvalidNameException e) {
      return Stream.empty();
    }
  }

  private static Stream<String> alternativeNames(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? Stream.empty()
          : names.stream()
              .filter(name -> name.size() > 1 && name.get(1) instanceof String)
              .map(name -> (String) name.get(1));
    } catch (CertificateParsingException e) {
      return Stream.empty();
    }
  }

  private static String clean(String name) {
    StringBuilder clean = new StringBuilder();
    name.codePoints()
        .limit(LONGEST)
        .map(character -> isVisible(character) ? character : '?')
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static boolean isVisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
