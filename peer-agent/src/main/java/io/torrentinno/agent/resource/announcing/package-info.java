/** Announces one resource to its trackers, and passes on the peers that they name. */
@NullMarked
package io.torrentinno.agent.resource.announcing;

import org.jspecify.annotations.NullMarked;
