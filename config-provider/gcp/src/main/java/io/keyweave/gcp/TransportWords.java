package io.keyweave.gcp;

import io.keyweave.http.TransportException;

/** Why nobody answered, as the end of a sentence. */
final class TransportWords {

    private TransportWords() {}

    static String of(TransportException silence) {
        return switch (silence.reason()) {
            case CONNECT_TIMEOUT -> "packets are dropped on the way";
            case TLS_UNTRUSTED -> "no path leads from it to a trusted root";
            case TLS_EXPIRED -> "it has expired, or is not valid yet";
            case TLS_WRONG_HOST -> "it is another host's";
            case TLS_FAILED, TLS_TIMEOUT -> "the TLS handshake failed";
            case ANSWER_TIMEOUT -> "no answer was complete in time";
            default -> String.valueOf(silence.getMessage());
        };
    }
}
