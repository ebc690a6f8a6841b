/** Calls that list and lift bans of peers. */
@NullMarked
package io.torrentinno.agent.api.bans;

import org.jspecify.annotations.NullMarked;
