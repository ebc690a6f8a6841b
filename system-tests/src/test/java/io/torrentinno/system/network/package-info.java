/** A network between the agents that is slow or damages what it carries, on demand. */
@NullMarked
package io.torrentinno.system.network;

import org.jspecify.annotations.NullMarked;
