package io.keyweave.observability;

/**
 * A bean beside those of a store, {@code io.keyweave:type=TYPE}: what the agent shows of itself.
 *
 * @param type in its name
 * @param view the public MXBean interface
 * @param bean what implements it
 */
public record AddedBean(String type, Class<?> view, Object bean) {}
