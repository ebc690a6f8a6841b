#!/usr/bin/python3
"""Makes the info documents and the envelope, with libtorrent (Debian: python3-libtorrent) and ssh-keygen.

The key of the signature is made anew each time, so the envelope's signature and allowed_signers change.
"""
import hashlib
import json
import os
import subprocess
import tempfile

import importlib
trees = importlib.import_module("hash-trees")

GOLDEN = os.path.dirname(os.path.abspath(__file__))
PIECE_LENGTH = 65536


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def save(name, text):
    with open(os.path.join(GOLDEN, name), "w", encoding="utf-8") as out:
        out.write(text)


def file(folder, path, size, **more):
    entry = {"path": path, "size": size}
    if size:
        entry["root"] = trees.by_libtorrent(folder, trees.content(size), PIECE_LENGTH)[0].hex()
    return entry | more


def info(name, entries):
    entries = sorted(entries, key=lambda entry: [segment.encode() for segment in entry["path"]])
    return compact({"version": 2, "name": name, "pieceLength": PIECE_LENGTH, "files": entries})


def signed(document, folder):
    """An SSHSIG of the document, by a new key, and the line of allowed_signers that has the key."""
    key, data = os.path.join(folder, "key"), os.path.join(folder, "info.json")
    with open(data, "w", encoding="utf-8") as out:
        out.write(document)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", key], check=True)
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", "torrentinno-manifest", data], check=True,
                   stderr=subprocess.DEVNULL)
    with open(key + ".pub", encoding="ascii") as public, open(data + ".sig", encoding="ascii") as signature:
        return signature.read(), "publisher@example.org " + public.read()


def main():
    with tempfile.TemporaryDirectory() as folder:
        tree = info("model", [
            file(folder, ["README.md"], 7),
            file(folder, ["bin", "run"], 70000, executable=True),
            {"path": ["bin", "run-latest"], "link": "run"},
            file(folder, ["data", "a \"quoted\" name; ünïcode.bin"], 200000),
            file(folder, ["data", "empty"], 0),
            {"path": ["data", "logs"], "folder": True},
            {"path": ["data", "tool"], "link": "../bin/./run-latest"},
            file(folder, ["data-1"], 16384),
            file(folder, ["data-1.sh"], 0, executable=True),
            file(folder, ["\uff5e"], 1),
            file(folder, ["\U0001f600"], 1),
        ])
        save("info-tree.json", tree)
        save("info-file.json", info("FunnyVideo.mp4", [file(folder, [], 327681)]))
        save("info-empty.json", info("nothing", []))
        signature, signers = signed(tree, folder)
    save("allowed_signers", signers)
    envelope = {
        "version": 2,
        "infoHash": hashlib.sha256(tree.encode()).hexdigest(),
        "trackers": ["http://tracker.example.org:8080", "[2001:db8::1]:8080", "udp://tracker.example.org:6969"],
        "comment": "Nightly build; with ünïcode\n",
        "previous": "ab" * 32,
        "copyHints": [{"previous": "ab" * 32, "sha256": "cd" * 32, "size": 48120}],
        "sources": [{"url": "https://files.example.org/model/", "region": "eu"}],
        "signatures": [signature],
        "later": {"of": ["another", 1.50, 12345678901234567890]},
        "info": tree}
    fields = (json.dumps(name) + ": " + compact(value) for name, value in envelope.items())
    save("envelope.json", "{\n  " + ",\n  ".join(fields) + "\n}\n")


if __name__ == "__main__":
    main()
