/** Settings of outgoing connections. */
@NullMarked
package io.torrentinno.agent.config.outgoing;

import org.jspecify.annotations.NullMarked;
