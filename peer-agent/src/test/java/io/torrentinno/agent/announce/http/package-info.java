@NullMarked
package io.torrentinno.agent.announce.http;

import org.jspecify.annotations.NullMarked;
