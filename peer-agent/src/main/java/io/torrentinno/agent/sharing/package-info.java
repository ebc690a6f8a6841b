/** Hashes files until they become resources, also over a restart. */
@NullMarked
package io.torrentinno.agent.sharing;

import org.jspecify.annotations.NullMarked;
