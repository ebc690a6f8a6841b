/** Fetches manifests from web servers. */
@NullMarked
package io.torrentinno.agent.manifest.download;

import org.jspecify.annotations.NullMarked;
