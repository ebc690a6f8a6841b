/** Rate limits: reads and writes as many bytes as a limit has granted. */
@NullMarked
package io.torrentinno.agent.net.pacing;

import org.jspecify.annotations.NullMarked;
