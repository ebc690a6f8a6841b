package io.torrentinno.agent.api.resources;

import static io.torrentinno.agent.resource.view.ResourceState.DOWNLOADING;

import io.torrentinno.agent.api.ApiTest;
import io.torrentinno.agent.api.FakeAgent;
import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.resource.view.files.PieceStatus;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.InfoHash;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

/** A fake agent that has one download, behind its REST interface. */
@ApiTest
public abstract class ResourceScene {
  protected static final String ROOT = "/api/v1/resources";
  protected static final InfoHash FILM = Samples.infoHash("film.mkv");

  @Autowired protected RestTestClient client;
  @Autowired protected FakeAgent agent;

  @BeforeEach
  void putOneDownload() {
    agent.reset();
    Bitfield verified = new Bitfield(10);
    verified.set(0);
    verified.set(9);
    Bitfield started = new Bitfield(10);
    started.set(1);
    put(Samples.status("film.mkv", DOWNLOADING, 1000, 250), new PieceStatus(verified, started));
  }

  void expect(String path, String json) {
    client.get().uri(ROOT + path).exchange().expectStatus().isOk().expectBody().json(json);
  }

  void put(ResourceStatus status, PieceStatus pieces) {
    agent.put(status, pieces, List.of());
  }
}
