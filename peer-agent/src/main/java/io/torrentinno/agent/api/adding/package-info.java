/** Calls that add resources by a manifest, a link or a URL. */
@NullMarked
package io.torrentinno.agent.api.adding;

import org.jspecify.annotations.NullMarked;
