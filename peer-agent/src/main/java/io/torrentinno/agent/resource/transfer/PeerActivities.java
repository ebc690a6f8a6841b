package io.torrentinno.agent.resource.transfer;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.content.write.StorageListener;
import io.torrentinno.agent.resource.Activity;
import io.torrentinno.agent.resource.checking.CheckRun;
import io.torrentinno.agent.resource.lifecycle.Event;
import io.torrentinno.agent.resource.stored.ResourceContent;
import io.torrentinno.agent.resource.swarm.ManifestIntake;
import java.util.function.Consumer;

/** Makes activities with real peers, trackers and disks. */
public record PeerActivities(TransferContext context) implements Activity.Factory {
  @Override
  public ResourceStorage open(ResourceContent.Known content, StorageListener listener)
      throws StorageException {
    StateFolder state = context.resources().state();
    state.requireThere();
    return ResourceStorage.open(content.saved(), state, context.swarms().writePool(), listener)
        .linkedBy(context.search().links(content.saved()));
  }

  @Override
  public ResourceStorage verified(ResourceContent.Known content, StorageListener listener)
      throws StorageException {
    return ResourceStorage.ofVerified(
        content.saved(), context.resources().state(), context.swarms().writePool(), listener);
  }

  @Override
  public Activity.Transfer transfer(
      ResourceContent.Known content,
      CheckRun.Result checked,
      EventLoop loop,
      Consumer<Event> events) {
    return new ContentTransfer(context, content, checked, loop, events);
  }

  @Override
  public Activity fetch(ResourceContent.Link link, EventLoop loop, ManifestIntake.Outcome outcome) {
    return new ManifestFetch(context, link, loop, outcome);
  }
}
