package io.keyweave.test.databases;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands in for a server that is not available from Maven Central: speaks as much of its protocol as the driver needs to log in, takes the
 * password off the wire and answers as the server does. Closing it ends all connections.
 */
abstract class StandIn implements AutoCloseable {

    final Accounts accounts = new Accounts();
    private final ServerSocket socket;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private volatile String accident = "";

    StandIn() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept);
    }

    /** Serves one connection until the client hangs up. */
    abstract void serve(DataInputStream in, DataOutputStream out) throws IOException;

    int port() {
        return socket.getLocalPort();
    }

    /** What went wrong here and not in the driver; empty as long as nothing did. */
    String accident() {
        return accident;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.add(connection);
                thread(() -> talk(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void talk(Socket connection) {
        try (connection) {
            serve(new DataInputStream(connection.getInputStream()), new DataOutputStream(connection.getOutputStream()));
        } catch (EOFException hungUp) {
            // The end of every connection.
        } catch (IOException | RuntimeException e) {
            accident = connection.isClosed() || socket.isClosed() ? accident : e.toString();
        } finally {
            connections.remove(connection);
        }
    }

    private void thread(Runnable work) {
        Thread thread = new Thread(work, getClass().getSimpleName());
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
