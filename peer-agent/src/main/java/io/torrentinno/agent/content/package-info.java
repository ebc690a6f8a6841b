/** What a resource is on disk: {@link ResourceStorage} checks, writes and reads its bytes. */
@NullMarked
package io.torrentinno.agent.content;

import org.jspecify.annotations.NullMarked;
