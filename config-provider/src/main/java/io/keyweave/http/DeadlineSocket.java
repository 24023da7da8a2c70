package io.keyweave.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/**
 * A socket whose reads share one deadline. {@code SO_TIMEOUT} alone bounds each read, so a server that dribbles a byte at a time,
 * even inside the TLS handshake, would hold a start-up forever. TLS is layered on this socket and therefore bound as well.
 */
final class DeadlineSocket extends Socket {

    private volatile Deadline deadline;

    /** Directly: a plain socket would ask the application's {@code ProxySelector} for a SOCKS proxy. */
    DeadlineSocket(Deadline deadline) {
        super(java.net.Proxy.NO_PROXY);
        this.deadline = deadline;
    }

    void deadline(Deadline deadline) {
        this.deadline = deadline;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                bound();
                return in.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                bound();
                return in.read(bytes, offset, length);
            }
        };
    }

    private void bound() throws IOException {
        Deadline bound = deadline;
        if (bound.over()) {
            throw new SocketTimeoutException("deadline");
        }
        setSoTimeout(bound.millis());
    }
}
