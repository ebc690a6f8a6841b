/** Which requests are served, and which peers hear of which pieces. */
@NullMarked
package io.torrentinno.agent.engine.upload;

import org.jspecify.annotations.NullMarked;
