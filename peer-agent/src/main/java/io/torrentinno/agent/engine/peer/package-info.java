/** One connected peer, as all parts of a session use it. */
@NullMarked
package io.torrentinno.agent.engine.peer;

import org.jspecify.annotations.NullMarked;
