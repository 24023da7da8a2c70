package io.keyweave.agent.login;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Runs actors that take turns in every order there is, up to a number of switches away from an actor that could have gone on. Each order begins
 * with a world of its own, so the same order always gives the same result.
 */
final class Schedules {

    /** Actors, numbered from zero, and what they do to each other. */
    interface World extends AutoCloseable {
        int actors();

        boolean done(int actor);

        /** Lets an actor that is not done do one thing. */
        void step(int actor);

        /** Checks what has become of all. */
        @Override
        void close();
    }

    private final Supplier<World> worlds;
    private int run;

    private Schedules(Supplier<World> worlds) {
        this.worlds = worlds;
    }

    /** Returns how many orders there were. */
    static int explore(Supplier<World> worlds, int switches) {
        Schedules schedules = new Schedules(worlds);
        schedules.explore(List.of(), switches);
        return schedules.run;
    }

    private void explore(List<Integer> begins, int switches) {
        List<Integer> order = new ArrayList<>();
        List<List<Integer>> others = new ArrayList<>();
        run++;
        try (World world = worlds.get()) {
            int last = -1;
            while (true) {
                List<Integer> able = new ArrayList<>();
                for (int actor = 0; actor < world.actors(); actor++) {
                    if (!world.done(actor)) {
                        able.add(actor);
                    }
                }
                if (able.isEmpty()) {
                    break;
                }
                boolean mayGoOn = able.contains(last);
                int next = order.size() < begins.size() ? begins.get(order.size()) : mayGoOn ? last : able.get(0);
                List<Integer> rest = new ArrayList<>(able);
                rest.remove(Integer.valueOf(next));
                others.add(mayGoOn && switches == 0 ? List.of() : rest);
                order.add(next);
                world.step(next);
                last = next;
            }
        } catch (AssertionError e) {
            throw new AssertionError("in the order " + order + ": " + e.getMessage(), e);
        }
        for (int i = begins.size(); i < order.size(); i++) {
            boolean free = i == 0
                    || !others.get(i).contains(order.get(i - 1))
                            && !order.get(i).equals(order.get(i - 1));
            for (int other : others.get(i)) {
                List<Integer> prefix = new ArrayList<>(order.subList(0, i));
                prefix.add(other);
                explore(prefix, free ? switches : switches - 1);
            }
        }
    }
}
