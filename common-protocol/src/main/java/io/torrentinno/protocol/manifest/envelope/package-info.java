/**
 * The envelope around the info document of a version 2 manifest ({@code specs/manifest-v2.md}):
 * trackers, sources, signatures, and fields of later versions.
 */
@NullMarked
package io.torrentinno.protocol.manifest.envelope;

import org.jspecify.annotations.NullMarked;
