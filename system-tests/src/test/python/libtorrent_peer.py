#!/usr/bin/python3
"""One libtorrent client, told nothing but where it is and a torrent: libtorrent_peer.py ADDRESS PORT TORRENT FOLDER. Runs until it is killed."""
import socket
import sys

import libtorrent as lt

SHOWN = (lt.tracker_error_alert, lt.tracker_reply_alert, lt.torrent_finished_alert, lt.torrent_error_alert)

address, port, torrent, folder = sys.argv[1:]
categories = lt.alert.category_t
session = lt.session({
    "listen_interfaces": f"{address}:{port}", "outgoing_interfaces": address, "min_announce_interval": 1,
    "enable_dht": False, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
    "alert_mask": categories.tracker_notification | categories.status_notification | categories.error_notification,
})
# Not wait_for_alert: it hands out an alert that libtorrent's thread may move at the same time, and then Python crashes.
waiting, notified = socket.socketpair()
notified.setblocking(False)
session.set_alert_fd(notified.fileno())

parameters = lt.add_torrent_params()
parameters.ti = lt.torrent_info(torrent)
parameters.save_path = folder
session.add_torrent(parameters)
while waiting.recv(4096):
    for alert in session.pop_alerts():
        if isinstance(alert, SHOWN):
            print(alert, flush=True)
