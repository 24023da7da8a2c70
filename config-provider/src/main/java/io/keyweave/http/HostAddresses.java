package io.keyweave.http;

import io.keyweave.http.TransportException.Reason;
import io.keyweave.time.KeyweaveThreads;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Host name to addresses within a deadline. The platform's resolver knows no time-out and can take half a minute when a name
 * server is gone, so it is asked on a thread that may be left behind: it ends when the resolver gives up.
 */
final class HostAddresses {

    private HostAddresses() {}

    static InetAddress[] resolve(String host, Deadline deadline) throws TransportException {
        if (literal(host)) {
            try {
                return InetAddress.getAllByName(host);
            } catch (UnknownHostException e) {
                throw new TransportException(Reason.UNKNOWN_HOST, host + " is not an address", e);
            }
        }
        FutureTask<InetAddress[]> lookup = new FutureTask<>(() -> InetAddress.getAllByName(host));
        KeyweaveThreads.single("keyweave-dns", lookup).start();
        try {
            return lookup.get(deadline.millis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new TransportException(Reason.NAME_SERVICE, "no name server answered for " + host);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(Reason.NAME_SERVICE, "interrupted while looking up " + host);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UnknownHostException unknown ? refused(host, unknown) : noService(host, e);
        }
    }

    /** The resolver says in words whether it knows that there is no such host, or knows nothing. */
    private static TransportException refused(String host, UnknownHostException unknown) {
        String words = String.valueOf(unknown.getMessage()).toLowerCase(Locale.ROOT);
        return words.contains("temporary failure") || words.contains("try again")
                ? new TransportException(
                        Reason.NAME_SERVICE, "the name service has no answer for " + host + " at the moment")
                : new TransportException(Reason.UNKNOWN_HOST, "there is no host " + host);
    }

    private static TransportException noService(String host, ExecutionException e) {
        return new TransportException(Reason.NAME_SERVICE, "looking up " + host + " failed", e.getCause());
    }

    private static boolean literal(String host) {
        for (int i = 0; i < host.length() && host.indexOf(':') < 0; i++) {
            char c = host.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }
}
