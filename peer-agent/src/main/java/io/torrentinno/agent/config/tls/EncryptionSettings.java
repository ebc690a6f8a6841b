package io.torrentinno.agent.config.tls;

import io.torrentinno.agent.net.tls.EncryptionMode;
import io.torrentinno.agent.net.tls.TlsEngine;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code torrentinno.agent.encryption*}: TLS between peers.
 *
 * @param encryption whether connections with peers are encrypted. {@code off}: no connection is.
 *     {@code preferred}: connections with peers that accept TLS are. {@code required}: all are;
 *     peers that do not accept TLS are refused
 * @param encryptionBundle SSL bundle with the agent's certificate for peers. With a trust store,
 *     only peers with a certificate of these authorities are accepted, and {@code encryption} must
 *     be {@code required}. Without a bundle, the agent makes a certificate at each start, which
 *     proves nothing: connections are encrypted, but the peer can be anybody
 * @param encryptionCrl file with the lists of revoked certificates (CRL) of the authorities, in PEM
 *     or DER. The agent reads the file again within 5 seconds of a change, and closes the
 *     connections of revoked certificates
 * @param encryptionEngine library that encrypts: {@code openssl}, {@code jdk}, or {@code auto} for
 *     the first of these that this machine has
 */
@ConfigurationProperties("torrentinno.agent")
record EncryptionSettings(
    @DefaultValue("off") EncryptionMode encryption,
    @Nullable String encryptionBundle,
    @Nullable Path encryptionCrl,
    @DefaultValue("auto") TlsEngine encryptionEngine) {}
