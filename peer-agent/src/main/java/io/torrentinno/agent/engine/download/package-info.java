/** Which blocks are requested from which peer, and which peer caused a corrupt piece. */
@NullMarked
package io.torrentinno.agent.engine.download;

import org.jspecify.annotations.NullMarked;
