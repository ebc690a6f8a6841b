/** What is asked of which peer, and who is guilty of a corrupt piece. */
@NullMarked
package io.torrentinno.agent.engine.download;

import org.jspecify.annotations.NullMarked;
