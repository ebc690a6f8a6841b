/** Calls that share files, and answer how far a share has come. */
@NullMarked
package io.torrentinno.agent.api.sharing;

import org.jspecify.annotations.NullMarked;
