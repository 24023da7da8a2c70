package io.keyweave.test.faults;

import io.keyweave.Failure.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** One row of the matrix: what goes wrong, and what must come of it in each situation. Built once, then only read. */
final class FaultCase {

    private final String name;
    private final Consumer<Lab> fault;
    private final Map<Situation, Expected> expected = new EnumMap<>(Situation.class);
    private Lab.Place place = Lab.Place.LOOPBACK;
    private boolean heals = true;
    private int status;

    FaultCase(String name, Consumer<Lab> fault) {
        this.name = name;
        this.fault = fault;
    }

    /** A start fails like this; a value that is held is served on and the log says the same. */
    FaultCase fails(Kind kind, String... texts) {
        expected.put(Situation.COLD, new Expected.Fails(kind, List.of(texts)));
        expected.put(Situation.WARM, new Expected.Fails(kind, List.of(texts)));
        expected.put(Situation.STALE, new Expected.Served(kind, List.of(texts)));
        return this;
    }

    /** A first contact meets it at another point and says something else. */
    FaultCase coldFails(Kind kind, String... texts) {
        expected.put(Situation.COLD, new Expected.Fails(kind, List.of(texts)));
        return this;
    }

    /** It is so from the beginning: nothing was ever held. */
    FaultCase onlyCold(Kind kind, String... texts) {
        return coldFails(kind, texts);
    }

    /** A value that is held is not served on. */
    FaultCase revokes(String... texts) {
        expected.put(Situation.STALE, new Expected.Revoked(List.of(texts)));
        return this;
    }

    FaultCase revokesWhenConfirmed(String... texts) {
        expected.put(Situation.STALE, new Expected.RevokedWhenConfirmed(List.of(texts)));
        return this;
    }

    FaultCase reads(String value, String... texts) {
        for (Situation situation : Situation.values()) {
            expected.put(situation, new Expected.Reads(value, List.of(texts)));
        }
        return this;
    }

    /** The failure tells this status and the id of the request. */
    FaultCase http(int code) {
        this.status = code;
        return this;
    }

    FaultCase at(Lab.Place where) {
        this.place = where;
        return this;
    }

    /** Its recovery takes longer than a test waits, or a restart. */
    FaultCase withoutWaitingForRecovery() {
        this.heals = false;
        return this;
    }

    String name() {
        return name;
    }

    Lab.Place place() {
        return place;
    }

    int status() {
        return status;
    }

    boolean heals() {
        return heals;
    }

    void strike(Lab lab) {
        fault.accept(lab);
    }

    /** Those it can be met in. */
    Set<Situation> situations() {
        return expected.keySet();
    }

    Expected expected(Situation situation) {
        Expected found = expected.get(situation);
        if (found == null) {
            throw new IllegalStateException(name + " expects nothing when " + situation);
        }
        return found;
    }
}
