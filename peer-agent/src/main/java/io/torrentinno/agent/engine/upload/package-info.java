/** Which requests are served, and which peers receive a Have for which pieces. */
@NullMarked
package io.torrentinno.agent.engine.upload;

import org.jspecify.annotations.NullMarked;
