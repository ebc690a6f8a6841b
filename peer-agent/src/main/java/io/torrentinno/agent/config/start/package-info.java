/** What happens at the start of an agent before there are beans, and when it fails. */
@NullMarked
package io.torrentinno.agent.config.start;

import org.jspecify.annotations.NullMarked;
