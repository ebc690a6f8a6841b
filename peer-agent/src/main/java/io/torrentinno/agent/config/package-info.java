/** Settings, and how the parts of an agent are put together. */
@NullMarked
package io.torrentinno.agent.config;

import org.jspecify.annotations.NullMarked;
