/** The tracker's clients: keep a peer listed, and learn of others. */
@NullMarked
package io.torrentinno.agent.announce;

import org.jspecify.annotations.NullMarked;
