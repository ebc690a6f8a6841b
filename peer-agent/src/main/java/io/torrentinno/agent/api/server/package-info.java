/** The web server: its connections, and what it answers before a request reaches the API. */
@NullMarked
package io.torrentinno.agent.api.server;

import org.jspecify.annotations.NullMarked;
