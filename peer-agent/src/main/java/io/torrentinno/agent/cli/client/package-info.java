/** How commands call an agent, and the options that say which agent and which resource. */
@NullMarked
package io.torrentinno.agent.cli.client;

import org.jspecify.annotations.NullMarked;
