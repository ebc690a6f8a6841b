/** Open files: counted, pooled, and as few as the system allows. */
@NullMarked
package io.torrentinno.agent.files;

import org.jspecify.annotations.NullMarked;
