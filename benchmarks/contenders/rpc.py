"""What clients that are driven through an RPC have in common."""
import base64
import urllib.error

from contenders.torrents import torrent


class RpcClient:
    """A kind of client; `_start` starts one and gives its port, `_add` a transfer and its id, `_is_done` looks after it."""

    def __init__(self, clients, work, tracker):
        self.clients = clients
        self._work = work
        self._torrents = [base64.b64encode(torrent(path, tracker.url)).decode() for path in work.sources]
        self._seeder = self._start("seeder")
        for metainfo in self._torrents:
            self._add(self._seeder, metainfo, work.source_folder)
        clients.wait(f"{self.name}'s seeder announces itself", lambda: len(tracker.swarms) == len(work.sources))

    def start_fetchers(self):
        names = [f"fetcher-{number}" for number in range(self._work.fetchers)]
        self.folders = [self._work.folder(f"{self.name}-{name}") for name in names]
        self._fetchers = [self._start(name) for name in names]

    def _wait_for(self, port, method):
        self.clients.wait(f"{self.name} answers", lambda: self._answers(port, method))

    def _answers(self, port, method):
        try:
            return self._call(port, method)
        except (urllib.error.URLError, ConnectionError):
            return None

    def begin(self):
        self._awaited = []
        for metainfo in self._torrents:
            for port, folder in zip(self._fetchers, self.folders):
                self._awaited.append((port, self._add(port, metainfo, folder)))

    def complete(self):
        while self._awaited:
            if not self._is_done(*self._awaited[-1]):
                return False
            self._awaited.pop()
        return True
