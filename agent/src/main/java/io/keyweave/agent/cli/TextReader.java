package io.keyweave.agent.cli;

/**
 * Who reads a text.
 *
 * @param name as users know it, {@code SnakeYAML}
 * @param live whether it reads again, so that what it has follows a rotation
 */
record TextReader(String name, boolean live) {}
