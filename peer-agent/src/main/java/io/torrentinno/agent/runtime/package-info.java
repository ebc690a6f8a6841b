/** The agent: it has the resources, and owns the threads, the port and the network. */
@NullMarked
package io.torrentinno.agent.runtime;

import org.jspecify.annotations.NullMarked;
