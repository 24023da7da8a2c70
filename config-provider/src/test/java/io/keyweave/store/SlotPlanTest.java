package io.keyweave.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SlotPlanTest {

    private final SlotPlan plan = new SlotPlan(5);

    private List<Long> taken(int times, long first, long wanted, long last, double kept) {
        List<Long> slots = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            slots.add(plan.take(first, wanted, last, kept));
        }
        return slots;
    }

    @Test
    void fiveSlotsMakeASecond() {
        assertEquals(0, plan.at(0));
        assertEquals(0, plan.at(199_999_999));
        assertEquals(1, plan.at(200_000_000));
        assertEquals(5, plan.at(1_000_000_000));
        assertEquals(-1, plan.at(-1));
        assertEquals(600_000_000, plan.begin(3));
    }

    @Test
    void theWantedSlotThenLaterOnesThenEarlierOnesThenOneThatIsTooLate() {
        assertEquals(List.of(5L, 6L, 7L, 4L, 3L, 8L, 9L), taken(7, 3, 5, 7, 0));
        assertEquals(10, plan.freeFrom(3));
        assertEquals(2, plan.freeFrom(2));
        assertEquals(20, plan.freeFrom(20));
    }

    /** Half of all slots are the even ones, a quarter those that are multiples of four. */
    @Test
    void whatIsKeptForShorterTtlsIsTakenLast() {
        assertEquals(List.of(5L, 7L, 9L, 3L, 1L, 4L, 6L, 8L, 2L, 0L, 10L), taken(11, 0, 4, 9, 0.5));
    }

    @Test
    void ofASmallerPartLessIsKept() {
        assertEquals(List.of(5L, 6L, 7L, 3L, 2L, 1L, 4L, 0L, 8L), taken(9, 0, 4, 7, 0.25));
    }

    @Test
    void aReleasedSlotIsFreeAgainWhereverItWasInARun() {
        taken(5, 0, 10, 14, 0);
        plan.release(12);
        assertEquals(12, plan.freeFrom(10));
        plan.release(12);
        plan.release(10);
        plan.release(14);
        plan.release(99);
        assertEquals(List.of(10L, 12L, 14L, 15L), taken(4, 10, 10, 20, 0));
    }

    /** Against a set of taken slots, looked through one by one. */
    @Test
    void doesWhatTheSimplestPlanDoes() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            SlotPlan tried = new SlotPlan(5);
            Set<Long> model = new HashSet<>();
            for (int step = 0; step < 200; step++) {
                if (random.nextInt(3) == 0 && !model.isEmpty()) {
                    long any = model.iterator().next();
                    tried.release(any);
                    model.remove(any);
                    continue;
                }
                long first = random.nextInt(30);
                long wanted = first + random.nextInt(20);
                long last = first + random.nextInt(30);
                double kept = random.nextInt(3) == 0 ? 0 : random.nextInt(100) / 100.0;
                long expected = simplest(model, first, wanted, last, kept);
                assertEquals(expected, tried.take(first, wanted, last, kept));
                assertTrue(model.add(expected));
            }
        }
    }

    private static long simplest(Set<Long> model, long first, long wanted, long last, double kept) {
        for (double except : new double[] {kept, 0}) {
            for (long slot = wanted; slot <= last; slot++) {
                if (!model.contains(slot) && !isKept(slot, except)) {
                    return slot;
                }
            }
            for (long slot = Math.min(wanted, last); slot >= first; slot--) {
                if (!model.contains(slot) && !isKept(slot, except)) {
                    return slot;
                }
            }
        }
        long slot = wanted;
        while (model.contains(slot)) {
            slot++;
        }
        return slot;
    }

    /** The bits of a number in reverse order, behind the point of a fraction. */
    private static boolean isKept(long slot, double kept) {
        double fraction = 0;
        double weight = 0.5;
        for (long left = slot; left > 0; left >>= 1) {
            fraction += (left & 1) * weight;
            weight /= 2;
        }
        return fraction < kept;
    }
}
