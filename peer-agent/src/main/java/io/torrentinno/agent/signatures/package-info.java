/** Decides which manifests an agent accepts: those that an allowed signer has signed. */
@NullMarked
package io.torrentinno.agent.signatures;

import org.jspecify.annotations.NullMarked;
