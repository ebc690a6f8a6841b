package io.torrentinno.agent.sharing;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is shared, and as what.
 *
 * @param file absolute, and allowed to be shared
 * @param name what fetchers call it
 * @param pieceSize bytes; chosen by the file's size when absent
 * @param uploaded whether the file is to be deleted when it can't be shared
 */
public record ShareSource(
    Path file, String name, String comment, @Nullable Integer pieceSize, boolean uploaded) {}
