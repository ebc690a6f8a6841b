/** One class for each verb of the command line. */
@NullMarked
package io.torrentinno.agent.cli.commands;

import org.jspecify.annotations.NullMarked;
