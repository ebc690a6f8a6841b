/**
 * An HTTP/1.1 client with few, shared connections, on which requests follow each other. It has
 * nothing about announces.
 */
@NullMarked
package io.torrentinno.agent.announce.http;

import org.jspecify.annotations.NullMarked;
