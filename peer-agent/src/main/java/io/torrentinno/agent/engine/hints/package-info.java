/** Copy hints: fetched from one peer before pieces are requested, and passed on. */
@NullMarked
package io.torrentinno.agent.engine.hints;

import org.jspecify.annotations.NullMarked;
