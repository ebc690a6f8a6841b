/** Turns files and folders of this machine into resources of the agent. */
@NullMarked
package io.torrentinno.agent.runtime.sharing;

import org.jspecify.annotations.NullMarked;
