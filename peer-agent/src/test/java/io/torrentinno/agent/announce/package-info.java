@NullMarked
package io.torrentinno.agent.announce;

import org.jspecify.annotations.NullMarked;
