package io.torrentinno.agent.runtime.manifests;

/** The same with links and manifests of version 1. */
class MagnetVersion1Test extends MagnetTest {
  @Override
  protected int manifestVersion() {
    return 1;
  }
}
