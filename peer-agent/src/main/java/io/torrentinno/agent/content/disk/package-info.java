/** Files by their names: which names are allowed, room on the disk, whether a file has changed. */
@NullMarked
package io.torrentinno.agent.content.disk;

import org.jspecify.annotations.NullMarked;
