/** Names of files, room on the disk, and stamps that show whether a file has changed. */
@NullMarked
package io.torrentinno.agent.content.disk;

import org.jspecify.annotations.NullMarked;
