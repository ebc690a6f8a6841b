package io.torrentinno.agent.cli.client;

import io.torrentinno.agent.cli.client.AgentClient.RemoteAdded;
import io.torrentinno.agent.cli.client.AgentClient.RemoteResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Adds the manifests in many files by few calls. */
public final class ManifestBatch {
  /** What is sent at a time, but for the last file's bytes; the agent takes 16 MiB. */
  private static final int BYTES = 4 << 20;

  private static final JsonMapper MAPPER = new JsonMapper();

  private final AgentClient agent;
  private final PrintWriter complaints;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final List<String> waiting = new ArrayList<>();
  private final List<RemoteResource> added = new ArrayList<>();

  /**
   * A batch for one agent.
   *
   * @param complaints takes a line for each manifest that the agent refuses
   */
  public ManifestBatch(AgentClient agent, PrintWriter complaints) {
    this.agent = agent;
    this.complaints = complaints;
  }

  /** Adds all, and gives the resources of those that were not refused. */
  public List<RemoteResource> add(List<String> files) {
    for (String file : files) {
      byte[] manifest = read(file);
      if (!isJson(manifest)) {
        complaints.println(file + ": not JSON");
        continue;
      }
      body.write(waiting.isEmpty() ? '[' : ',');
      body.writeBytes(manifest);
      waiting.add(file);
      if (body.size() > BYTES) {
        send();
      }
    }
    if (!waiting.isEmpty()) {
      send();
    }
    return added;
  }

  private void send() {
    body.write(']');
    List<RemoteAdded> answers = agent.postBatch(body.toByteArray());
    for (int i = 0; i < answers.size(); i++) {
      RemoteAdded answer = answers.get(i);
      if (answer.resource() != null) {
        added.add(answer.resource());
      } else {
        complaints.println(waiting.get(i) + ": " + answer.problem());
      }
    }
    body.reset();
    waiting.clear();
  }

  /** What is not would spoil the others. */
  private static boolean isJson(byte[] text) {
    try {
      return MAPPER.readTree(text).isObject();
    } catch (JacksonException e) {
      return false;
    }
  }

  private static byte[] read(String file) {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (IOException e) {
      throw new CommandFailed("Can't read the manifest " + file + ": " + e.getMessage(), e);
    }
  }
}
