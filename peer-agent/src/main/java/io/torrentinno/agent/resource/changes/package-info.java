/** Finds out whether the files of a resource have changed since they were verified. */
@NullMarked
package io.torrentinno.agent.resource.changes;

import org.jspecify.annotations.NullMarked;
