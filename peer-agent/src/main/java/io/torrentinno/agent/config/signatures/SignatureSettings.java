package io.torrentinno.agent.config.signatures;

import io.torrentinno.agent.signatures.SignatureMode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings {@code torrentinno.agent.*} of signatures.
 *
 * @param signatures use of the signatures of manifests. {@code off}: the agent keeps them. {@code
 *     warn}: it also checks them and shows the result. {@code require}: it adds, fetches and serves
 *     only resources that an allowed signer has signed
 * @param allowedSigners file that lists the allowed signers, in the format {@code allowed_signers}
 *     of ssh-keygen(1). The agent reads the file again within 5 seconds of a change. Needed unless
 *     {@code signatures} is {@code off}
 */
@Validated
@ConfigurationProperties("torrentinno.agent")
public record SignatureSettings(
    @DefaultValue("off") SignatureMode signatures, @Nullable Path allowedSigners) {}
