#!/usr/bin/python3
"""One libtorrent client, told nothing but where it is and a torrent: libtorrent_peer.py ADDRESS PORT TORRENT FOLDER. Runs until it is killed."""
import sys

import libtorrent as lt

address, port, torrent, folder = sys.argv[1:]
session = lt.session({
    "listen_interfaces": f"{address}:{port}", "outgoing_interfaces": address, "min_announce_interval": 1,
    "enable_dht": False, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False, "alert_mask": lt.alert.category_t.all_categories,
})
parameters = lt.add_torrent_params()
parameters.ti = lt.torrent_info(torrent)
parameters.save_path = folder
session.add_torrent(parameters)
while True:
    session.wait_for_alert(1000)
    for alert in session.pop_alerts():
        if isinstance(alert, (lt.tracker_error_alert, lt.tracker_reply_alert, lt.torrent_finished_alert)):
            print(alert, flush=True)
