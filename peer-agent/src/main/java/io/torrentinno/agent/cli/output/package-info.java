/** What commands print: amounts, tables, progress. */
@NullMarked
package io.torrentinno.agent.cli.output;

import org.jspecify.annotations.NullMarked;
