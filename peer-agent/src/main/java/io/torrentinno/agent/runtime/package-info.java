/** Ties engine, network, storage and announcing together, and owns the threads. */
@NullMarked
package io.torrentinno.agent.runtime;

import org.jspecify.annotations.NullMarked;
