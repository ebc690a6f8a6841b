package io.torrentinno.agent.runtime;

/** The same with links and manifests of version 1. */
class MagnetVersion1Test extends MagnetTest {
  @Override
  int manifestVersion() {
    return 1;
  }
}
