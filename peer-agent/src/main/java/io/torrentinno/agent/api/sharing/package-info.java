/** Calls that share files, and show the progress of shares. */
@NullMarked
package io.torrentinno.agent.api.sharing;

import org.jspecify.annotations.NullMarked;
