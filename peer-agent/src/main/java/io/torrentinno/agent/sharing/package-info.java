/** Hashes shared files and makes resources of them. A share can survive a restart. */
@NullMarked
package io.torrentinno.agent.sharing;

import org.jspecify.annotations.NullMarked;
