/** The command line: one verb of an agent each, and the demo. */
@NullMarked
package io.torrentinno.agent.cli;

import org.jspecify.annotations.NullMarked;
