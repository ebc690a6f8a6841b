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
 * @param encryption whether connections with peers are encrypted. {@code off}: none. {@code
 *     preferred}: those with peers that take TLS. {@code required}: all; peers that do not take TLS
 *     are refused
 * @param encryptionBundle SSL bundle with the agent's certificate for peers. With a trust store,
 *     only peers with a certificate of these authorities get in, and {@code encryption} must be
 *     {@code required}. Without a bundle, the agent makes a certificate at each start, which proves
 *     nothing: connections are encrypted, but the peer can be anybody
 * @param encryptionCrl file with the lists of revoked certificates (CRL) of the authorities, in PEM
 *     or DER. It is read again within 5 seconds of a change; then connections of revoked
 *     certificates are closed
 * @param encryptionEngine library that encrypts: {@code openssl}, {@code jdk}, or {@code auto} for
 *     the first of them that this machine has
 */
@ConfigurationProperties("torrentinno.agent")
record EncryptionSettings(
    @DefaultValue("off") EncryptionMode encryption,
    @Nullable String encryptionBundle,
    @Nullable Path encryptionCrl,
    @DefaultValue("auto") TlsEngine encryptionEngine) {}
