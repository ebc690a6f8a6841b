/** The manifests of resources on disk: while they arrive, stored, and as peers receive them. */
@NullMarked
package io.torrentinno.agent.content.manifests;

import org.jspecify.annotations.NullMarked;
