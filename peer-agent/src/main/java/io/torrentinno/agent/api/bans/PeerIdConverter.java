package io.torrentinno.agent.api.bans;

import io.torrentinno.protocol.model.PeerId;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** Reads peer ids in paths. */
@Component
final class PeerIdConverter implements Converter<String, PeerId> {
  @Override
  public PeerId convert(String hex) {
    return PeerId.parse(hex);
  }
}
