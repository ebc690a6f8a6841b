/** Which manifests an agent takes: those that somebody has signed whom it allows to. */
@NullMarked
package io.torrentinno.agent.signatures;

import org.jspecify.annotations.NullMarked;
