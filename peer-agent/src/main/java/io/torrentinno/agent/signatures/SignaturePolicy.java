package io.torrentinno.agent.signatures;

import io.torrentinno.protocol.signature.AllowedSigners;
import io.torrentinno.protocol.signature.SignedMessage;
import io.torrentinno.protocol.signature.SshFormatException;
import io.torrentinno.protocol.signature.SshSignature;
import io.torrentinno.protocol.signature.Verdict;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Decides whether an agent accepts a manifest with these signatures. Any thread may ask. */
public final class SignaturePolicy {
  /** Where a manifest is refused. */
  public enum Place {
    /** A call adds it. */
    ADD,
    /** Peers gave it to a link. */
    LINK,
    /** It is stored, from a time when it was taken. */
    STORED,
    /** A call changes its signatures. */
    CHANGE;

    /** Its name in metrics. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final SignatureMode mode;
  private final Supplier<AllowedSigners> signers;
  private final InstantSource clock;
  private final Map<Place, LongAdder> refusals = new EnumMap<>(Place.class);

  /**
   * A policy.
   *
   * @param signers gives the list that counts now
   */
  public SignaturePolicy(
      SignatureMode mode, Supplier<AllowedSigners> signers, InstantSource clock) {
    this.mode = mode;
    this.signers = signers;
    this.clock = clock;
    for (Place place : Place.values()) {
      refusals.put(place, new LongAdder());
    }
  }

  /** Takes everything. */
  public static SignaturePolicy off() {
    return new SignaturePolicy(
        SignatureMode.OFF, () -> AllowedSigners.NONE, InstantSource.system());
  }

  /** Whether signatures are not even looked at. */
  public boolean isOff() {
    return mode == SignatureMode.OFF;
  }

  public boolean isRequired() {
    return mode == SignatureMode.REQUIRE;
  }

  /** The result of checking the signatures of a message now. */
  public Verdict judge(List<String> signatures, SignedMessage message) {
    return Verdict.of(signatures, message, signers.get(), clock.instant());
  }

  /** Whether a manifest of which this is said is refused. */
  public boolean refuses(Verdict verdict) {
    return isRequired() && !verdict.isValid();
  }

  /** A manifest is refused. */
  public void refused(Place place) {
    counter(place).increment();
  }

  /** How many manifests were refused there. */
  public long refusals(Place place) {
    return counter(place).sum();
  }

  private LongAdder counter(Place place) {
    return Objects.requireNonNull(refusals.get(place));
  }

  /**
   * The signatures that are right, each once, those of allowed signers first; as many as a manifest
   * may have.
   */
  public List<String> right(List<String> signatures, SignedMessage message, int most) {
    List<String> allowed = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (String signature : new LinkedHashSet<>(signatures)) {
      switch (judge(List.of(signature), message).state()) {
        case VALID -> allowed.add(signature);
        case UNKNOWN_SIGNER -> others.add(signature);
        case INVALID, NONE -> {}
      }
    }
    return Stream.concat(allowed.stream(), others.stream()).limit(most).toList();
  }

  /** Whether its key has signed the message. The key may be any key. */
  public static boolean isRight(String signature, SignedMessage message) {
    try {
      return SshSignature.parse(signature).verifies(message, SignedMessage.NAMESPACE);
    } catch (SshFormatException _) {
      return false;
    }
  }

  /** Why a manifest is refused, for people. */
  public static String why(Verdict verdict) {
    String fault =
        switch (verdict.state()) {
          case NONE -> "it is not signed";
          case INVALID -> "its signature is not valid";
          case UNKNOWN_SIGNER ->
              "it is signed by " + verdict.signer() + ", who is not an allowed signer";
          case VALID -> "it is signed by " + verdict.signer();
        };
    return fault + "; this agent accepts only manifests that an allowed signer has signed";
  }
}
