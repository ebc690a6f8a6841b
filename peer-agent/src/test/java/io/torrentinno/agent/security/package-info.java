@NullMarked
package io.torrentinno.agent.security;

import org.jspecify.annotations.NullMarked;
