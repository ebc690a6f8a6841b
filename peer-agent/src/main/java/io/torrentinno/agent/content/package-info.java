/** The bytes of a resource on disk. {@link ResourceStorage} checks, writes and reads them. */
@NullMarked
package io.torrentinno.agent.content;

import org.jspecify.annotations.NullMarked;
