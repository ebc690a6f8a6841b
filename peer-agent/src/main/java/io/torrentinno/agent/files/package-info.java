/** Keeps files open, and no more of them than the system allows. */
@NullMarked
package io.torrentinno.agent.files;

import org.jspecify.annotations.NullMarked;
