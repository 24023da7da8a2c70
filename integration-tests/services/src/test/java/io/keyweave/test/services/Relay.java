package io.keyweave.test.services;

import io.keyweave.test.ConnectionThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server by another port: to its clients another server, with the same accounts. */
final class Relay implements AutoCloseable {

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket socket;
    private final int server;

    /** @param server the port of the server */
    Relay(int server) {
        this.server = server;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ConnectionThread.start("relay", this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() throws IOException {
        while (true) {
            Socket near = socket.accept();
            Socket far = new Socket(InetAddress.getLoopbackAddress(), server);
            open.add(near);
            open.add(far);
            ConnectionThread.start("relay", () -> copy(near, far));
            ConnectionThread.start("relay", () -> copy(far, near));
        }
    }

    private static void copy(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket one : open) {
            one.close();
        }
    }
}
