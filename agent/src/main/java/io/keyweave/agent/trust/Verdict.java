package io.keyweave.agent.trust;

/**
 * Whether a text may hold placeholders.
 *
 * @param trusted when false nothing in it is resolved and no request is made
 * @param place where it comes from, for messages: a path, an entry of an archive, or the class of a stream
 */
public record Verdict(boolean trusted, String place) {}
