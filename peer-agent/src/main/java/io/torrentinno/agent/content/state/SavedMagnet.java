package io.torrentinno.agent.content.state;

import io.torrentinno.protocol.model.MagnetLink;

/**
 * What outlives a restart of a resource whose manifest is still to be fetched.
 *
 * @param paused whether it waits for a resume
 */
public record SavedMagnet(MagnetLink link, boolean paused) {}
