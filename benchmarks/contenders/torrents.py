"""Metainfo files (BEP 3) and a tracker, for clients of BitTorrent's first version."""
import hashlib
import os
import socket
import struct
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LARGEST_PIECE = 1 << 20
SMALLEST_PIECE = 16 << 10


def bencode(value):
    if isinstance(value, int):
        return b"i%de" % value
    if isinstance(value, str):
        value = value.encode()
    if isinstance(value, bytes):
        return b"%d:%s" % (len(value), value)
    return b"d" + b"".join(bencode(key) + bencode(value[key]) for key in sorted(value)) + b"e"


def piece_size(length):
    """1 MiB, or less where the file is small."""
    size = LARGEST_PIECE
    while size > SMALLEST_PIECE and size >= length:
        size //= 2
    return size


def torrent(path, announce):
    """The metainfo of one file."""
    hashes = bytearray()
    piece_length = piece_size(os.path.getsize(path))
    with open(path, "rb") as file:
        while piece := file.read(piece_length):
            hashes += hashlib.sha1(piece).digest()
    info = {"name": os.path.basename(path), "length": os.path.getsize(path), "piece length": piece_length, "pieces": bytes(hashes)}
    return bencode({"announce": announce, "info": info})


class Tracker:
    """Tells all peers of a torrent of each other (BEP 23); all of them are at one address."""

    def __init__(self, address="127.0.0.1"):
        swarms = {}
        host = socket.inet_aton(address)

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                if not self.path.startswith("/announce"):
                    self.send_error(404)
                    return
                query = urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query, encoding="latin-1")
                peers = swarms.setdefault(query["info_hash"][0], {})
                peers[query["peer_id"][0]] = host + struct.pack(">H", int(query["port"][0]))
                others = b"".join(peer for key, peer in peers.items() if key != query["peer_id"][0])
                body = bencode({"interval": 1800, "peers": others})
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            request_queue_size = 1024

        self.swarms = swarms
        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/announce"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
