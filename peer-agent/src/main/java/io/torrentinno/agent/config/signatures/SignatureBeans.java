package io.torrentinno.agent.config.signatures;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.torrentinno.agent.config.StartFailed;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.agent.signatures.SignatureMode;
import io.torrentinno.agent.signatures.SignaturePolicy;
import io.torrentinno.agent.signatures.SignerFile;
import io.torrentinno.protocol.signature.AllowedSigners;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads the list of allowed signers, and again when it changes. */
@Configuration(proxyBeanMethods = false)
class SignatureBeans {
  /**
   * The list of signers.
   *
   * @param file null when signatures are not checked
   */
  record Signers(@Nullable SignerFile file) {
    AllowedSigners get() {
      return file == null ? AllowedSigners.NONE : file.get();
    }
  }

  @Bean
  Signers allowedSigners(SignatureSettings settings) {
    Path file = settings.allowedSigners();
    if (settings.signatures() == SignatureMode.OFF) {
      return new Signers(null);
    }
    if (file == null) {
      throw new StartFailed(
          "torrentinno.agent.signatures is set, but there is no list of allowed signers.",
          "Set torrentinno.agent.allowed-signers, or set torrentinno.agent.signatures=off.");
    }
    try {
      return new Signers(SignerFile.open(file));
    } catch (IOException e) {
      throw new StartFailed(
          "The list of allowed signers can't be read: " + e.getMessage(),
          "Correct the file, or change torrentinno.agent.allowed-signers.",
          e);
    }
  }

  @Bean
  SignaturePolicy signaturePolicy(SignatureSettings settings, Signers signers) {
    return new SignaturePolicy(settings.signatures(), signers::get, InstantSource.system());
  }

  @Bean
  SignerWatch signerWatch(Signers signers, TorrentAgent agent) {
    return new SignerWatch(signers.file(), agent::signersChanged);
  }

  @Bean
  MeterBinder signatureMetrics(SignaturePolicy policy, Signers signers) {
    return registry -> {
      for (SignaturePolicy.Place place : SignaturePolicy.Place.values()) {
        FunctionCounter.builder(
                "torrentinno.agent.unsigned.manifests", policy, it -> it.refusals(place))
            .description("Manifests that were refused because no allowed signer has signed them")
            .tag("at", place.label())
            .register(registry);
      }
      Gauge.builder(
              "torrentinno.agent.allowed.signers.readable",
              signers,
              it -> it.file() == null || it.file().problem() == null ? 1 : 0)
          .description("1 when the list of allowed signers could be read the last time, else 0")
          .register(registry);
    };
  }
}
