/** What becomes of resources when disks, files or threads fail. */
@NullMarked
package io.torrentinno.agent.runtime.faults;

import org.jspecify.annotations.NullMarked;
