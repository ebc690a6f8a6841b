/**
 * An HTTP/1.1 client with few, shared connections, on which requests wait behind each other. Knows
 * nothing of announces.
 */
@NullMarked
package io.torrentinno.agent.announce.http;

import org.jspecify.annotations.NullMarked;
