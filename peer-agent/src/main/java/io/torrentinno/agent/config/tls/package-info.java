/** Reads the settings of the encryption between peers, and renews its certificates. */
@NullMarked
package io.torrentinno.agent.config.tls;

import org.jspecify.annotations.NullMarked;
