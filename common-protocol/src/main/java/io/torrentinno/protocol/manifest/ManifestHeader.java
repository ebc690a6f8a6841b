package io.torrentinno.protocol.manifest;

import java.time.Instant;

/**
 * All fields of a manifest except its pieces.
 *
 * @param trackerIp address or host name of the tracker
 * @param trackerPort 1 to 65535
 * @param comment free text, may be empty
 * @param created when the manifest is made; whole seconds are kept
 * @param name the file's name, never a path
 */
public record ManifestHeader(
    String trackerIp, int trackerPort, String comment, Instant created, String name) {}
