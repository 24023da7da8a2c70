package io.keyweave.agent.control;

import io.keyweave.time.KeyweaveThreads;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's end: takes one line for a request, gives the answer, and closes. What may be asked is a table of the agent's; nothing can be set. Opened some
 * seconds after the start, so that a JVM of a short life never pays for it.
 */
public final class ControlSocket {

    private static final int LONGEST_REQUEST = 1024;

    /** Who connects and says nothing holds one of these; nobody but the JVM's user can. */
    private static final int MOST_AT_ONCE = 4;

    private final ServerSocketChannel server;
    private final Function<String, String> answers;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    private ControlSocket(ServerSocketChannel server, Function<String, String> answers) {
        this.server = server;
        this.answers = answers;
    }

    /**
     * Opens it.
     *
     * @param answers gives the answer to a request
     * @return why there is none; null when all is well
     */
    public static @Nullable String open(Function<String, String> answers) {
        try {
            Path directory = ControlDirectory.own();
            ControlDirectory.sweep(directory);
            Path file = directory.resolve(Long.toString(ProcessHandle.current().pid()));
            if (Files.exists(file) && isAnswered(file)) {
                // Two containers with the same process numbers share the directory.
                return file + " belongs to another JVM";
            }
            Files.deleteIfExists(file);
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(file));
            if (Files.getFileStore(directory).supportsFileAttributeView(PosixFileAttributeView.class)) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            file.toFile().deleteOnExit();
            KeyweaveThreads.single("keyweave-control", new ControlSocket(server, answers)::accept)
                    .start();
            return null;
        } catch (IOException | RuntimeException cannot) {
            return cannot.toString();
        }
    }

    private static boolean isAnswered(Path file) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
            return channel.isConnected();
        } catch (IOException nobody) {
            return false;
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                if (places.tryAcquire()) {
                    KeyweaveThreads.single("keyweave-control", () -> answer(client))
                            .start();
                } else {
                    client.close();
                }
            }
        } catch (IOException closed) {
            // The JVM ends.
        }
    }

    private void answer(SocketChannel client) {
        try (client) {
            ByteBuffer request = ByteBuffer.allocate(LONGEST_REQUEST);
            while (request.hasRemaining() && client.read(request) >= 0) {
                if (request.position() > 0 && request.get(request.position() - 1) == '\n') {
                    break;
                }
            }
            String line = new String(request.array(), 0, request.position(), StandardCharsets.UTF_8).strip();
            ByteBuffer answer = StandardCharsets.UTF_8.encode(answers.apply(line));
            while (answer.hasRemaining()) {
                client.write(answer);
            }
        } catch (IOException gone) {
            // Whoever asked has ended.
        } finally {
            places.release();
        }
    }
}
