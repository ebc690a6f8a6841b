#!/usr/bin/python3
"""One libtorrent client, tuned for loopback, that does what its standard input says, a JSON object a line.

{"make": [file, …], "folder": F}                       writes F/<name>.torrent, of version 2
{"add": [torrent, …], "folder": F, "peers": [[host, port], …], "seed": bool}
Prints "up" when it takes commands, "made" when torrents are written, "complete" when all that was added is there and verified.
"""
import json
import os
import sys
import threading

import libtorrent as lt

MIB = 1 << 20
UNBOUNDED = 1_000_000


def settings(port):
    return {
        "listen_interfaces": f"127.0.0.1:{port}", "enable_dht": False, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
        "enable_incoming_utp": False, "enable_outgoing_utp": False, "allow_multiple_connections_per_ip": True,
        "out_enc_policy": 2, "in_enc_policy": 2, "prefer_rc4": False, "mixed_mode_algorithm": 0, "rate_limit_ip_overhead": False,
        "upload_rate_limit": 0, "download_rate_limit": 0, "unchoke_slots_limit": -1, "choking_algorithm": 0,
        "connection_speed": 2000, "smooth_connects": False, "tick_interval": 100, "listen_queue_size": 4096,
        "connections_limit": 30_000, "max_out_request_queue": 500, "max_allowed_in_request_queue": 2000,
        "send_buffer_watermark": 16 * MIB, "send_buffer_low_watermark": 2 * MIB, "send_buffer_watermark_factor": 150,
        "max_queued_disk_bytes": 64 * MIB, "aio_threads": 4, "hashing_threads": 2, "file_pool_size": 500,
        "send_socket_buffer_size": 4 * MIB, "recv_socket_buffer_size": 4 * MIB, "max_peer_recv_buffer_size": 8 * MIB,
        "alert_queue_size": UNBOUNDED,
        "alert_mask": lt.alert.category_t.status_notification | lt.alert.category_t.error_notification,
    }


def say(word):
    print(word, flush=True)


class Peer:
    def __init__(self, port):
        self._session = lt.session(settings(port))
        self._missing = 0
        self._lock = threading.Lock()

    def make(self, files, folder):
        for path in files:
            parts = lt.file_storage()
            parts.add_file(os.path.basename(path), os.path.getsize(path))
            made = lt.create_torrent(parts, 0, lt.create_torrent.v2_only)
            lt.set_piece_hashes(made, os.path.dirname(path))
            with open(os.path.join(folder, os.path.basename(path) + ".torrent"), "wb") as out:
                out.write(lt.bencode(made.generate()))
        say("made")

    def add(self, torrents, folder, peers, seed):
        flags = lt.torrent_flags
        with self._lock:
            self._missing += 0 if seed else len(torrents)
        for path in torrents:
            parameters = lt.add_torrent_params()
            parameters.ti = lt.torrent_info(path)
            parameters.save_path = folder
            parameters.flags &= ~flags.auto_managed & ~flags.paused
            parameters.flags |= flags.disable_dht | flags.disable_lsd
            if seed:
                parameters.flags |= flags.seed_mode
            handle = self._session.add_torrent(parameters)
            for host, port in peers:
                handle.connect_peer((host, port))
        if seed:
            say("seeds")

    def listen(self):
        for line in sys.stdin:
            command = json.loads(line)
            if "make" in command:
                self.make(command["make"], command["folder"])
            else:
                self.add(command["add"], command["folder"], command["peers"], command["seed"])
        os._exit(0)

    def run(self):
        threading.Thread(target=self.listen, daemon=True).start()
        say("up")
        while True:
            self._session.wait_for_alert(1000)
            for alert in self._session.pop_alerts():
                if isinstance(alert, lt.torrent_finished_alert):
                    self.finished()
                elif "error" in type(alert).__name__:
                    say(f"{type(alert).__name__} {alert.message()}")

    def finished(self):
        with self._lock:
            if self._missing:
                self._missing -= 1
                if not self._missing:
                    say("complete")


Peer(int(sys.argv[1])).run()
