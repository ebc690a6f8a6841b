/** The place of a resource on the disk, as a call chooses it. */
@NullMarked
package io.torrentinno.agent.placement;

import org.jspecify.annotations.NullMarked;
