/** The demo: a tracker and agents in processes of their own. */
@NullMarked
package io.torrentinno.agent.cli.demo;

import org.jspecify.annotations.NullMarked;
