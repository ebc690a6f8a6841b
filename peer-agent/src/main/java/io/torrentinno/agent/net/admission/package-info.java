/** How many connections there may be, and who makes room. */
@NullMarked
package io.torrentinno.agent.net.admission;

import org.jspecify.annotations.NullMarked;
