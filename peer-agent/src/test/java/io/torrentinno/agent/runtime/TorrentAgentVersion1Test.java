package io.torrentinno.agent.runtime;

/** The same with manifests of version 1. */
class TorrentAgentVersion1Test extends TorrentAgentTest {
  @Override
  protected int manifestVersion() {
    return 1;
  }
}
