/**
 * {@code torrentinno ca}: an authority for the certificates of agents. It is a folder of PEM files,
 * and its certificates, keys and revocation list are made by Bouncy Castle.
 */
@NullMarked
package io.torrentinno.agent.cli.ca;

import org.jspecify.annotations.NullMarked;
