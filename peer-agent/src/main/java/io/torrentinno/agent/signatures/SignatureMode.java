package io.torrentinno.agent.signatures;

/** The use that an agent makes of signatures of manifests. */
public enum SignatureMode {
  /** It keeps them and passes them on. */
  OFF,
  /** It also checks them and shows the result. */
  WARN,
  /** It takes only what an allowed signer has signed. */
  REQUIRE
}
