package io.torrentinno.agent.net.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

/** The code that encrypts. */
public enum TlsEngine {
  /** {@link #OPENSSL} where it is there, else {@link #JDK}. */
  AUTO,

  /** BoringSSL, which comes with this program for Linux with glibc. */
  OPENSSL,

  /** The engine of the Java runtime. */
  JDK;

  /** Whether this machine has it. */
  public boolean isAvailable() {
    return this != OPENSSL || OpenSsl.isAvailable();
  }

  SslProvider provider() {
    boolean openSsl = this == OPENSSL || (this == AUTO && OpenSsl.isAvailable());
    return openSsl ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
  }
}
