/** The settings of signatures, and the beans that they make. */
@NullMarked
package io.torrentinno.agent.config.signatures;

import org.jspecify.annotations.NullMarked;
