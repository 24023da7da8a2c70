package io.keyweave.agent.control;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A command's end. */
public final class ControlClient {

    private ControlClient() {}

    /**
     * Asks a JVM.
     *
     * @return null when it has no socket that this user may use
     */
    public static @Nullable String ask(long pid, String request) {
        Path socket = ControlDirectory.socketOf(pid);
        if (socket == null) {
            return null;
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(StandardCharsets.UTF_8.encode(request + "\n"));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException gone) {
            return null;
        }
    }
}
