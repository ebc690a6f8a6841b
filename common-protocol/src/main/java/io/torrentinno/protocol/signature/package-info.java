/**
 * Signatures of manifests ({@code specs/manifest-v2.md}), in the format of {@code ssh-keygen -Y
 * sign} (OpenSSH's PROTOCOL.sshsig): reads, writes, makes and checks them, and reads the lists of
 * allowed signers.
 */
@NullMarked
package io.torrentinno.protocol.signature;

import org.jspecify.annotations.NullMarked;
