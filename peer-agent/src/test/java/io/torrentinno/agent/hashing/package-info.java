@NullMarked
package io.torrentinno.agent.hashing;

import org.jspecify.annotations.NullMarked;
