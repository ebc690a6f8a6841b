package io.torrentinno.agent.resource.view;

/**
 * A resource that was added or shared.
 *
 * @param created false when the agent had it already
 */
public record Added(ResourceStatus resource, boolean created) {}
