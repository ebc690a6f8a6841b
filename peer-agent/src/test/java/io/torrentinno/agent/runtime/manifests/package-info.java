/** Manifests that come from peers, and their signatures. */
@NullMarked
package io.torrentinno.agent.runtime.manifests;

import org.jspecify.annotations.NullMarked;
