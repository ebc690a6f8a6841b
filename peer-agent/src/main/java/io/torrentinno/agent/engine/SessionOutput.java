package io.torrentinno.agent.engine;

import java.util.Collection;
import java.util.List;

/** What the parts of a session share: its peers, and the commands that they add to. */
record SessionOutput(Collection<PeerState> peers, List<SessionCommand> commands) {}
