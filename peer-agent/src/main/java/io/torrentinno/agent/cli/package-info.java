/** The command line: commands that call an agent, and the demo. */
@NullMarked
package io.torrentinno.agent.cli;

import org.jspecify.annotations.NullMarked;
