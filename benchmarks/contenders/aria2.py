"""aria2c to aria2c over BitTorrent, driven through its RPC, with a tracker of our own."""
import base64
import hashlib
import json
import os
import socket
import struct
import threading
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from contenders.process import Failure, free_port

PIECE = 1 << 20


def bencode(value):
    if isinstance(value, int):
        return b"i%de" % value
    if isinstance(value, str):
        value = value.encode()
    if isinstance(value, bytes):
        return b"%d:%s" % (len(value), value)
    return b"d" + b"".join(bencode(key) + bencode(value[key]) for key in sorted(value)) + b"e"


def torrent(path, announce):
    """A metainfo file for one file (BEP 3)."""
    hashes = bytearray()
    with open(path, "rb") as file:
        while piece := file.read(PIECE):
            hashes += hashlib.sha1(piece).digest()
    info = {"name": os.path.basename(path), "length": os.path.getsize(path), "piece length": PIECE, "pieces": bytes(hashes)}
    return bencode({"announce": announce, "info": info})


class Tracker:
    """Tells everybody of everybody (BEP 23), for one torrent."""

    def __init__(self):
        peers = {}

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                query = urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query, encoding="latin-1")
                peers[query["peer_id"][0]] = socket.inet_aton("127.0.0.1") + struct.pack(">H", int(query["port"][0]))
                others = b"".join(peer for key, peer in peers.items() if key != query["peer_id"][0])
                body = bencode({"interval": 1800, "peers": others})
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.peers = peers
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/announce"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()


class Aria2:
    """A seeder that has announced itself and a fetcher that has nothing to do yet."""

    def __init__(self, clients, work):
        self.clients = clients
        self._folder = work.folder("aria2c")
        self.target = os.path.join(self._folder, os.path.basename(work.source))
        tracker = Tracker()
        self._torrent = base64.b64encode(torrent(work.source, tracker.url)).decode()
        seeder = self._start(work, "seeder")
        self._fetcher = self._start(work, "fetcher")
        self._add(seeder, os.path.dirname(work.source))
        self.clients.wait("aria2c's seeder announces itself", lambda: tracker.peers)

    def _start(self, work, name):
        port = free_port()
        options = {
            "enable-rpc": "true", "rpc-listen-port": port, "listen-port": free_port(), "interface": "127.0.0.1",
            "enable-dht": "false", "enable-dht6": "false", "enable-peer-exchange": "false", "bt-enable-lpd": "false",
            "disable-ipv6": "true", "no-conf": "true", "seed-ratio": "0.0", "bt-seed-unverified": "true", "bt-max-peers": 0,
            "file-allocation": "falloc", "bt-tracker-interval": 1, "quiet": "true", "stop-with-process": os.getpid(),
        }
        command = ["aria2c", *(f"--{key}={value}" for key, value in options.items())]
        self.clients.start(command, os.path.join(work.directory, f"aria2c-{name}.log"))
        self.clients.wait("aria2c answers", lambda: self._answers(port))
        return port

    def _answers(self, port):
        try:
            return self._call(port, "aria2.getVersion")
        except (urllib.error.URLError, ConnectionError):
            return None

    @staticmethod
    def _call(port, method, *params):
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/jsonrpc", body, timeout=10) as answer:
            return json.load(answer)["result"]

    def _add(self, port, folder):
        return self._call(port, "aria2.addTorrent", self._torrent, [], {"dir": folder})

    def begin(self):
        """Tells the fetcher to fetch."""
        self._gid = self._add(self._fetcher, self._folder)

    def progress(self):
        """Bytes that it has verified, and whether that is all of them."""
        keys = ["completedLength", "totalLength", "status"]
        status = self._call(self._fetcher, "aria2.tellStatus", self._gid, keys)
        if status["status"] == "error":
            raise Failure(f"aria2c failed: {status}")
        done, total = int(status["completedLength"]), int(status["totalLength"])
        return done, done == total > 0
