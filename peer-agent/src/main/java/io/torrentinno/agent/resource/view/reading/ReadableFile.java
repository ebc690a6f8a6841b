package io.torrentinno.agent.resource.view.reading;

import io.torrentinno.protocol.model.InfoHash;

/**
 * A file of a resource, whether its bytes are on disk or not.
 *
 * @param entry the number of the file in the resource; the same bytes belong to the same info-hash
 *     and number for ever
 * @param name a plain file name; of a link that leads to the file, the name of the link
 * @param size bytes
 */
public record ReadableFile(InfoHash infoHash, int entry, String name, long size) {}
