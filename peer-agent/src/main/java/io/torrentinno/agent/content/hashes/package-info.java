/** What the pieces of a resource hash to, and how that is proven to peers and by them. */
@NullMarked
package io.torrentinno.agent.content.hashes;

import org.jspecify.annotations.NullMarked;
