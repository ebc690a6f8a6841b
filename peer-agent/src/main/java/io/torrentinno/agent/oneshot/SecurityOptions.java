package io.torrentinno.agent.oneshot;

import io.torrentinno.agent.net.tls.EncryptionMode;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code torrentinno get} that mean the settings of encryption and signatures. */
final class SecurityOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--encryption",
      paramLabel = "MODE",
      converter = ModeConverter.class,
      description =
          "off, preferred or required: whether connections with agents are encrypted (off; with"
              + " --tls required).")
  private @Nullable EncryptionMode encryption;

  @Option(
      names = "--tls",
      paramLabel = "DIR",
      description =
          "The folder of this machine's certificate, as 'ca issue' makes it: tls.key, tls.crt,"
              + " ca.crt and ca.crl. Connects only with agents of this authority.")
  private @Nullable Path certificates;

  @Option(
      names = "--allowed-signers",
      paramLabel = "FILE",
      description =
          "Fetches only resources that a signer in this list has signed. The format is"
              + " allowed_signers of ssh-keygen.")
  private @Nullable Path signers;

  /** Reads the files that they name. */
  GetSecurity open() {
    return GetSecurity.open(mode(), certificates, signers);
  }

  private EncryptionMode mode() {
    if (certificates == null) {
      return encryption == null ? EncryptionMode.OFF : encryption;
    }
    if (encryption != null && encryption != EncryptionMode.REQUIRED) {
      throw new ParameterException(
          spec.commandLine(), "With --tls, --encryption can only be required.");
    }
    return EncryptionMode.REQUIRED;
  }

  private static final class ModeConverter implements ITypeConverter<EncryptionMode> {
    @Override
    public EncryptionMode convert(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "off" -> EncryptionMode.OFF;
        case "preferred" -> EncryptionMode.PREFERRED;
        case "required" -> EncryptionMode.REQUIRED;
        default -> throw new TypeConversionException("not off, preferred or required: " + text);
      };
    }
  }
}
