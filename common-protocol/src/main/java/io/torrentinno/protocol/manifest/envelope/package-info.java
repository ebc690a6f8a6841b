/**
 * What surrounds the info document of a version 2 manifest ({@code specs/manifest-v2.md}):
 * trackers, sources, signatures, and whatever later versions add.
 */
@NullMarked
package io.torrentinno.protocol.manifest.envelope;

import org.jspecify.annotations.NullMarked;
