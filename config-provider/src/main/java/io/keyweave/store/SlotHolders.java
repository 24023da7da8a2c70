package io.keyweave.store;

import io.keyweave.time.Moment;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which secret holds which slot of the {@link SlotPlan}; none holds two. Called under the store's lock. */
final class SlotHolders {

    /** Slots looked through for one that is available from another secret. */
    private static final int MOST_SEARCHED = 2_000;

    private final SlotPlan plan;
    private final RequestBudget budget;
    private final TreeMap<Long, StoredSecret> holders = new TreeMap<>();

    SlotHolders(SlotPlan plan, RequestBudget budget) {
        this.plan = plan;
        this.budget = budget;
    }

    /** The slot of that time. */
    long at(long nanos) {
        return plan.at(nanos);
    }

    /** The holders of slots that have come. */
    Collection<StoredSecret> until(Moment now) {
        return holders.headMap(plan.at(now.nanos()), true).values();
    }

    /** The holder of the first slot that is taken. */
    @Nullable
    StoredSecret first() {
        Map.Entry<Long, StoredSecret> first = holders.firstEntry();
        return first == null ? null : first.getValue();
    }

    /** Nanoseconds until a slot begins that nobody holds and that is none of those up to {@code last}; below zero when it has begun. */
    long untilFree(Moment now, long last) {
        long free = plan.freeFrom(Math.max(plan.at(now.nanos()), last + 1));
        return plan.begin(free) - now.nanos();
    }

    void leave(StoredSecret secret) {
        if (secret.slot != StoredSecret.NO_SLOT) {
            plan.release(secret.slot);
            holders.remove(secret.slot);
            secret.slot = StoredSecret.NO_SLOT;
        }
    }

    /** Gives the secret the first slot from the wanted time on; a patient one makes room where its ttl leaves no other. */
    void take(StoredSecret secret, Moment now, long wanted) {
        long first = plan.at(now.nanos()) + 1;
        long last = lastSlotOf(secret);
        long slot = plan.take(first, Math.max(first, plan.at(wanted)), last, budget.shorter(secret));
        if (slot > last) {
            StoredSecret patient = mostPatient(first, last);
            if (patient != null) {
                long freed = patient.slot;
                long instead = plan.take(first, freed, lastSlotOf(patient), budget.shorter(patient));
                keepSlot(patient, instead, plan.begin(freed));
                plan.release(slot);
                slot = freed;
            }
        }
        keepSlot(secret, slot, wanted);
    }

    /** Of those that have the slots from {@code first} to {@code last} the one that can best go elsewhere, if any can wait longer. */
    private @Nullable StoredSecret mostPatient(long first, long last) {
        StoredSecret found = null;
        long latest = last;
        for (long slot = last; slot >= Math.max(first, last - MOST_SEARCHED); slot--) {
            StoredSecret holder = holders.get(slot);
            if (holder != null && lastSlotOf(holder) > latest) {
                found = holder;
                latest = lastSlotOf(holder);
            }
        }
        return found;
    }

    private long lastSlotOf(StoredSecret secret) {
        long ttl = secret.next.ttl().toNanos();
        return plan.at(secret.next.attemptedAt() + ttl + ttl / 10);
    }

    private void keepSlot(StoredSecret secret, long slot, long wanted) {
        secret.slot = slot;
        holders.put(slot, secret);
        secret.next.interval((slot == plan.at(wanted) ? wanted : plan.begin(slot)) - secret.next.attemptedAt());
    }
}
