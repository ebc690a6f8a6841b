/** What a resource does with its peers: transfers its content, or fetches its manifest. */
@NullMarked
package io.torrentinno.agent.resource.transfer;

import org.jspecify.annotations.NullMarked;
