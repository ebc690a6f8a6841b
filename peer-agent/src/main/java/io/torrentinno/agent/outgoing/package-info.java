/** Decides to which addresses an agent may connect that others have named. */
@NullMarked
package io.torrentinno.agent.outgoing;

import org.jspecify.annotations.NullMarked;
