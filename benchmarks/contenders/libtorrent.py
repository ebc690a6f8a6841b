"""libtorrent to libtorrent, version 2 torrents, by the Python that Debian's python3-libtorrent belongs to."""
import json
import os

from contenders.process import free_port

PEER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "libtorrent_peer.py")


class Libtorrent:
    name = "libtorrent"
    tells = True  # each fetcher prints a word when it has all

    def __init__(self, clients, work):
        self.clients = clients
        self._work = work
        torrents = work.folder("libtorrent-torrents")
        self._torrents = [os.path.join(torrents, os.path.basename(path) + ".torrent") for path in work.sources]
        self._peers = []
        seeder = self._start("seeder")
        self._tell(seeder, make=work.sources, folder=torrents)
        self._await(seeder, "made")
        self._tell(seeder, add=self._torrents, folder=work.source_folder, peers=[], seed=True)
        self._await(seeder, "seeds")

    def start_fetchers(self):
        names = [f"fetcher-{number}" for number in range(self._work.fetchers)]
        self.folders = [self._work.folder(f"libtorrent-{name}") for name in names]
        self._fetchers = [self._start(name) for name in names]

    def _start(self, name):
        port = free_port()
        log = os.path.join(self._work.directory, f"libtorrent-{name}.log")
        process = self.clients.start(["/usr/bin/python3", "-P", PEER, str(port)], log)
        self._peers.append(["127.0.0.1", port])
        self._await((process, log), "up")
        return process, log

    @staticmethod
    def _tell(peer, **command):
        peer[0].stdin.write(json.dumps(command).encode() + b"\n")
        peer[0].stdin.flush()

    @staticmethod
    def _said(peer, word):
        with open(peer[1], encoding="utf-8") as log:
            return word in log.read().split("\n")

    def _await(self, peer, word):
        self.clients.wait(f"libtorrent says {word}", lambda: self._said(peer, word), 600)

    def begin(self):
        for number, (fetcher, folder) in enumerate(zip(self._fetchers, self.folders)):
            self._tell(fetcher, add=self._torrents, folder=folder, peers=self._peers[: number + 1], seed=False)
        self._awaited = list(self._fetchers)

    def complete(self):
        self._awaited = [fetcher for fetcher in self._awaited if not self._said(fetcher, "complete")]
        return not self._awaited
