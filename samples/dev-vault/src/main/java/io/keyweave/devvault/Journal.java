package io.keyweave.devvault;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The requests of one service, the newest ten thousand of them. Thread-safe. */
final class Journal {

    private static final int CAPACITY = 10_000;

    private final Deque<RecordedRequest> requests = new ArrayDeque<>();

    synchronized void add(RecordedRequest request) {
        if (requests.size() == CAPACITY) {
            requests.removeFirst();
        }
        requests.addLast(request);
    }

    synchronized List<RecordedRequest> all() {
        return List.copyOf(requests);
    }

    synchronized List<RecordedRequest> take() {
        List<RecordedRequest> all = List.copyOf(requests);
        requests.clear();
        return all;
    }

    synchronized void clear() {
        requests.clear();
    }
}
