/** Prints amounts, tables and progress. */
@NullMarked
package io.torrentinno.agent.cli.output;

import org.jspecify.annotations.NullMarked;
