/** Notices threads that no longer get on with their work. Knows nothing of an agent. */
@NullMarked
package io.torrentinno.agent.watch;

import org.jspecify.annotations.NullMarked;
