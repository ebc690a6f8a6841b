package io.torrentinno.agent.api.resources;

import io.torrentinno.protocol.model.InfoHash;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** Reads info-hashes in paths. */
@Component
final class InfoHashConverter implements Converter<String, InfoHash> {
  @Override
  public InfoHash convert(String hex) {
    return InfoHash.parse(hex);
  }
}
