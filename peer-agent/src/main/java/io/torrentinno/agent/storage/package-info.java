/** Files, hashes and checkpoints: what is on disk, and how much of it is known to be right. */
@NullMarked
package io.torrentinno.agent.storage;

import org.jspecify.annotations.NullMarked;
