package io.keyweave.devvault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One TCP port of loopback that can be open, refuse connections, or ignore them, and be open again under the same number.
 *
 * <p>Refusing keeps the port bound to a socket that does not listen, so that nobody else gets the number in the meantime.
 * Swallowing is a listening socket that nobody accepts from and whose backlog is full: Linux drops the packets of every further
 * connection, as a firewall would.
 */
final class Port implements AutoCloseable {

    private static final int BACKLOG = 256;

    /** Between two states the number is free for a moment, and a connection going out from here may be given it while it lasts. */
    private static final Duration TAKEN_BACK_WITHIN = Duration.ofSeconds(10);

    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    private final String name;
    private final Consumer<Socket> onAccept;
    private final int number;

    private @Nullable ServerSocket listener;
    private @Nullable Thread acceptor;
    private @Nullable Socket placeholder;
    private final List<SocketChannel> fillers = new ArrayList<>();
    private boolean closed;

    /** Opens the port; 0 takes a free one. */
    Port(String name, int port, Consumer<Socket> onAccept) throws IOException {
        this.name = name;
        this.onAccept = onAccept;
        this.number = listen(port, BACKLOG, true).getLocalPort();
    }

    int number() {
        return number;
    }

    synchronized void open() {
        if (acceptor != null) {
            return;
        }
        change(() -> listen(number, BACKLOG, true));
    }

    synchronized void refuse() {
        change(() -> {
            Socket socket = new Socket();
            placeholder = socket;
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(loopback, number));
        });
    }

    synchronized void swallow() {
        change(() -> {
            listen(number, 1, false);
            for (int i = 0; i < 4; i++) {
                SocketChannel filler = SocketChannel.open();
                fillers.add(filler);
                filler.configureBlocking(false);
                filler.connect(new InetSocketAddress(loopback, number));
            }
        });
    }

    @Override
    public synchronized void close() {
        closed = true;
        release();
    }

    private interface Step {
        void run() throws IOException;
    }

    private void change(Step step) {
        if (closed) {
            throw new IllegalStateException(name + " is closed");
        }
        release();
        long end = System.nanoTime() + TAKEN_BACK_WITHIN.toNanos();
        try {
            while (!taken(step, System.nanoTime() < end)) {
                Thread.sleep(20);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("port " + number + " of " + name + " cannot be used again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while port " + number + " was in use", e);
        }
    }

    private static boolean taken(Step step, boolean patient) throws IOException {
        try {
            step.run();
            return true;
        } catch (BindException e) {
            if (!patient) {
                throw e;
            }
            return false;
        }
    }

    private ServerSocket listen(int port, int backlog, boolean accept) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(loopback, port), backlog);
        } catch (IOException e) {
            Quiet.close(socket);
            throw e;
        }
        listener = socket;
        if (accept) {
            Thread thread = new Thread(() -> acceptFrom(socket), "dev-vault " + name + " accept");
            thread.setDaemon(true);
            thread.start();
            acceptor = thread;
        }
        return socket;
    }

    private void acceptFrom(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                onAccept.accept(socket.accept());
            } catch (IOException e) {
                // Closed under us when the port changes its state, or a connection that died before it was accepted.
            }
        }
    }

    private void release() {
        Quiet.close(listener);
        Quiet.close(placeholder);
        fillers.forEach(Quiet::close);
        fillers.clear();
        awaitAcceptor();
        listener = null;
        placeholder = null;
    }

    /** The JDK closes a listening socket only after the thread that accepts from it has noticed, and until then the port is taken. */
    private void awaitAcceptor() {
        Thread thread = acceptor;
        acceptor = null;
        if (thread != null) {
            try {
                thread.join(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
