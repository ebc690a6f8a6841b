package io.torrentinno.tracker.http.endpoints;

import io.netty.buffer.ByteBuf;
import io.torrentinno.protocol.announce.AnnounceException;
import io.torrentinno.protocol.announce.batch.BatchReader;
import io.torrentinno.protocol.announce.batch.BatchRequest;
import io.torrentinno.protocol.announce.batch.BatchRequest.Entry;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.tracker.gateway.AnnounceEndpoint;
import io.torrentinno.tracker.gateway.AnnounceGateway;
import io.torrentinno.tracker.http.message.HttpFault;
import io.torrentinno.tracker.http.message.Request;
import io.torrentinno.tracker.http.message.ResponseHead;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.Answer;
import io.torrentinno.tracker.swarm.model.PeerRequest;
import io.torrentinno.tracker.swarm.model.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code POST /peers/batch}: like {@link PeersService}, for many resources of one peer. */
final class BatchService {
  private final AnnounceGateway gateway;
  private final PeersService single;

  BatchService(AnnounceGateway gateway) {
    this.gateway = gateway;
    this.single = new PeersService(gateway);
  }

  CompletableFuture<ByteBuf> announce(Request request) {
    long began = System.nanoTime();
    BatchRequest batch;
    PeerAddress listens;
    try {
      batch = BatchReader.readRequest(request.body());
      listens = single.address(batch.address(), request.caller(), batch.entries().size());
    } catch (AnnounceException e) {
      return single.refused(request, began, new HttpFault(PeersService.problem(e), e.getMessage()));
    } catch (HttpFault e) {
      return single.refused(request, began, e);
    }
    gateway.rates().charge(request.caller(), batch.entries().size() - 1);
    gateway.metrics().countBatch(batch.entries().size());
    Proof proof = PeersService.proof(request.caller(), batch.details());
    List<CompletableFuture<Answer>> answers = new ArrayList<>(batch.entries().size());
    for (Entry entry : batch.entries()) {
      answers.add(gateway.announce(announce(batch, entry, listens, proof)));
    }
    return request.then(
        all(answers), (_, failure) -> answered(request, new Batch(batch, answers, began), failure));
  }

  private static Announce announce(
      BatchRequest batch, Entry entry, PeerAddress listens, Proof proof) {
    Announce announce = PeersService.announce(batch.announce(entry), listens, proof);
    PeerRequest want = announce.want();
    int wanted = Math.min(want.peers().orElse(0), BatchRequest.MAX_PEERS_OF_ENTRY);
    return new Announce(
        announce.swarm(),
        announce.caller(),
        announce.kind(),
        new PeerRequest(OptionalInt.of(wanted), want.families(), want.ids()),
        proof);
  }

  private static CompletableFuture<Void> all(List<CompletableFuture<Answer>> answers) {
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
  }

  /** A batch whose entries have all taken effect or failed. */
  private record Batch(BatchRequest said, List<CompletableFuture<Answer>> answers, long began) {}

  private ByteBuf answered(Request request, Batch batch, @Nullable Throwable failure) {
    ByteBuf response =
        failure == null
            ? request.answer(
                ResponseHead.JSON, BatchAnswer.write(batch.said.entries(), results(batch)))
            : PeersService.failed(request, failure);
    for (int i = 0; i < batch.answers.size(); i++) {
      CompletableFuture<Answer> entry = batch.answers.get(i);
      boolean failed = entry.isCompletedExceptionally();
      gateway.count(
          AnnounceEndpoint.JSON,
          batch.said.entries().get(i).event(),
          failed ? null : entry.resultNow(),
          failed ? entry.exceptionNow() : null,
          batch.began);
    }
    return response;
  }

  private static List<Answer> results(Batch batch) {
    return batch.answers.stream().map(CompletableFuture::resultNow).toList();
  }
}
