package io.torrentinno.agent.cli.client;

import io.torrentinno.protocol.rest.AddedBody;
import io.torrentinno.protocol.rest.ProblemBody;
import io.torrentinno.protocol.rest.ResourceBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Adds the manifests in many files by few calls. */
public final class ManifestBatch {
  /** Bytes that are sent in one call. The agent accepts 16 MiB. */
  private static final int BYTES = 4 << 20;

  private static final JsonMapper MAPPER = new JsonMapper();

  private final AgentClient agent;
  private final Query query;
  private final PrintWriter complaints;
  private final BinaryOperator<String> hint;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final List<String> waiting = new ArrayList<>();
  private final List<ResourceBody> added = new ArrayList<>();

  /**
   * A batch for one agent.
   *
   * @param query what was chosen for all of them
   * @param complaints takes a line for each manifest that the agent refuses
   * @param hint the end of such a line, for the type of the agent's problem and its text
   */
  public ManifestBatch(
      AgentClient agent, Query query, PrintWriter complaints, BinaryOperator<String> hint) {
    this.agent = agent;
    this.query = query;
    this.complaints = complaints;
    this.hint = hint;
  }

  /** Adds all manifests, and returns the resources of those that the agent did not refuse. */
  public List<ResourceBody> add(List<String> files) {
    for (String file : files) {
      byte[] manifest = read(file);
      if (manifest == null || !isJson(file, manifest)) {
        continue;
      }
      if (body.size() + manifest.length > BYTES && !waiting.isEmpty()) {
        send();
      }
      if (manifest.length > BYTES) {
        sendAlone(file, manifest);
        continue;
      }
      body.write(waiting.isEmpty() ? '[' : ',');
      body.writeBytes(manifest);
      waiting.add(file);
    }
    if (!waiting.isEmpty()) {
      send();
    }
    return added;
  }

  private void send() {
    body.write(']');
    List<AddedBody> answers = agent.postBatch(query, body.toByteArray());
    for (int i = 0; i < answers.size(); i++) {
      AddedBody answer = answers.get(i);
      ProblemBody problem = answer.problem();
      if (answer.resource() != null) {
        added.add(answer.resource());
      } else if (problem != null) {
        String end = hint.apply(String.valueOf(problem.type()), problem.toString());
        complaints.println(waiting.get(i) + ": " + problem + end);
      }
    }
    body.reset();
    waiting.clear();
  }

  /** Adds a manifest that is too large for a batch. */
  private void sendAlone(String file, byte[] manifest) {
    try {
      added.add(
          agent.post(query.toString(), "application/json", BodyPublishers.ofByteArray(manifest)));
    } catch (CommandFailed e) {
      String message = String.valueOf(e.getMessage());
      complaints.println(file + ": " + message + hint.apply(e.problem(), message));
    }
  }

  /** A file that is not one would make the whole batch fail. */
  private boolean isJson(String file, byte[] text) {
    try {
      if (MAPPER.readTree(text).isObject()) {
        return true;
      }
    } catch (JacksonException e) {
      // said below
    }
    complaints.println(file + ": not a manifest, which is a JSON object");
    return false;
  }

  private byte @Nullable [] read(String file) {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (IOException e) {
      complaints.println(file + ": can't be read: " + Reasons.of(e));
      return null;
    }
  }
}
