#!/usr/bin/python3
"""Makes hash-trees.json with libtorrent (Debian: python3-libtorrent), and checks the proofs in it by a tree of its own.

Byte i of a file is (31 i + 17 (i >> 8) + (i >> 16)) mod 256.
"""
import hashlib
import json
import os
import sys
import tempfile

import libtorrent

LEAF = 16384


def content(size):
    return bytes((31 * i + 17 * (i >> 8) + (i >> 16)) & 0xFF for i in range(size))


def by_libtorrent(folder, data, piece_length):
    """Root and piece layer as libtorrent writes them into a version 2 torrent."""
    with open(os.path.join(folder, "file"), "wb") as file:
        file.write(data)
    files = libtorrent.file_storage()
    files.add_file("file", len(data))
    torrent = libtorrent.create_torrent(files, piece_size=piece_length, flags=libtorrent.create_torrent.v2_only)
    libtorrent.set_piece_hashes(torrent, folder)
    entry = torrent.generate()
    root = entry[b"info"][b"file tree"][b"file"][b""][b"pieces root"]
    return root, entry.get(b"piece layers", {}).get(root, b"")


def layers(data):
    """All layers from the leaves to the root, filled up to a power of two."""
    leaves = [hashlib.sha256(data[at:at + LEAF]).digest() for at in range(0, len(data), LEAF)]
    width = 1
    while width < len(leaves):
        width *= 2
    all_layers = [leaves + [bytes(32)] * (width - len(leaves))]
    while len(all_layers[-1]) > 1:
        below = all_layers[-1]
        all_layers.append([hashlib.sha256(below[i] + below[i + 1]).digest() for i in range(0, len(below), 2)])
    return all_layers


def proof(tree, size, layer, index, length):
    """The hashes of a range that cover bytes of the file, then the nodes beside the way from its top to the root."""
    covering = -(-size // (LEAF << layer))
    hashes = tree[layer][index:min(index + length, covering)]
    layer, node = layer + length.bit_length() - 1, index // length
    while layer < len(tree) - 1:
        hashes.append(tree[layer][node ^ 1])
        layer, node = layer + 1, node // 2
    return b"".join(hashes).hex()


def example(folder, size, piece_length, ranges=()):
    data = content(size)
    root, layer = by_libtorrent(folder, data, piece_length)
    tree = layers(data)
    assert tree[-1][0] == root, size
    result = {"size": size, "pieceLength": piece_length, "root": root.hex(), "pieceLayer": layer.hex()}
    result["proofs"] = [
        {"layer": layer, "index": index, "length": length, "hashes": proof(tree, size, layer, index, length)}
        for layer, index, length in ranges]
    return result


def main():
    k64, k128, m1, m16 = 1 << 16, 1 << 17, 1 << 20, 1 << 24
    with tempfile.TemporaryDirectory() as folder:
        examples = [example(folder, size, k64) for size in (
            1, LEAF - 1, LEAF, LEAF + 1, 2 * LEAF, 2 * LEAF + 1, 3 * LEAF + 1, k64 - 1, k64, k64 + 1, 2 * k64 - 1,
            2 * k64, 2 * k64 + 1, 3 * k64, 4 * k64, 7 * k64 + 12345)]
        examples += [
            example(folder, 5 * k64 + 1, k64, [(2, 0, 8), (2, 0, 4), (2, 4, 4), (2, 4, 2), (2, 5, 1), (3, 2, 1), (5, 0, 1)]),
            example(folder, 13 * k64, k64, [(2, 0, 16), (2, 8, 8), (2, 12, 4), (2, 12, 1), (4, 0, 4)]),
            example(folder, k64 - 1, k64, [(2, 0, 1)]),
            example(folder, 70 * k64 + 1, k64, [(2, 64, 64), (2, 0, 64), (2, 64, 8), (2, 70, 1)]),
            example(folder, 5 * k128 + LEAF + 1, k128), example(folder, 3 * m1 + 5, m1), example(folder, m16 + 1, m16)]
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "hash-trees.json"), "w") as out:
        out.write("[\n  " + ",\n  ".join(json.dumps(example) for example in examples) + "\n]\n")


if __name__ == "__main__":
    sys.exit(main())
