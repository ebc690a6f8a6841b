/** What tests of several packages share. */
@NullMarked
package io.torrentinno.agent.testing;

import org.jspecify.annotations.NullMarked;
