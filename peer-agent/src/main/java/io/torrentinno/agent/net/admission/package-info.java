/** The limits of connections, and the choice of those that make room. */
@NullMarked
package io.torrentinno.agent.net.admission;

import org.jspecify.annotations.NullMarked;
