package io.torrentinno.protocol.rest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The choice of files that are fetched: paths, and patterns of paths. A file that two lists name
 * gets the priority of the later list; files that no list names keep their priority.
 *
 * @param only all other files are skipped, and these are fetched
 * @param skip not fetched
 * @param normal fetched
 * @param high fetched before the others
 */
public record FilesBody(
    @Nullable List<String> only,
    @Nullable List<String> skip,
    @Nullable List<String> normal,
    @Nullable List<String> high) {}
