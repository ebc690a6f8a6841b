/**
 * The activities of a resource with its peers: it transfers its content, or fetches its manifest.
 */
@NullMarked
package io.torrentinno.agent.resource.transfer;

import org.jspecify.annotations.NullMarked;
