package io.keyweave.devvault;

import io.keyweave.devvault.Fault.Behaviour.Answer;
import io.keyweave.devvault.Fault.Behaviour.Connect;
import io.keyweave.devvault.Fault.Behaviour.RawAnswer;
import io.keyweave.devvault.Fault.Behaviour.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * One accepted connection, on a thread of its own, until one side closes it. The plain socket under TLS stays in reach, so that
 * faults of the wire are a few lines each.
 */
final class ServerConnection implements Runnable {

    private static final int IDLE_MILLIS = 120_000;
    private static final int FAREWELL_MILLIS = 500;
    private static final String NOT_TLS = "220 mail.example ESMTP ready\r\n";

    private final LoopbackServer server;
    private final Socket plain;
    private Socket socket;

    ServerConnection(LoopbackServer server, Socket plain) {
        this.server = server;
        this.plain = plain;
        this.socket = plain;
    }

    @Override
    public void run() {
        try {
            plain.setTcpNoDelay(true);
            plain.setSoTimeout(IDLE_MILLIS);
            Connect fault = server.faults().onConnect();
            if (fault == null || survives(fault)) {
                SSLContext tls = server.tls(fault);
                if (tls != null) {
                    socket = handshake(tls);
                }
                serve(new RequestReader(
                        socket.getInputStream(), plain.getInetAddress().getHostAddress()));
            }
        } catch (IOException e) {
            // The client left, or spoke something else. A server shrugs.
        } finally {
            farewell();
        }
    }

    /**
     * Ends the connection from outside: whoever reads or writes on it gets an exception. Closes the plain socket only, since
     * closing TLS over it would wait for the reader.
     */
    void close() {
        Quiet.close(plain);
    }

    /** An orderly end, which in TLS means a last message each way; a client that owes its own is not waited for. */
    private void farewell() {
        try {
            plain.setSoTimeout(FAREWELL_MILLIS);
        } catch (SocketException e) {
            // Closed already.
        }
        Quiet.close(socket);
        Quiet.close(plain);
    }

    private Socket handshake(SSLContext tls) throws IOException {
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        return secured;
    }

    private boolean survives(Connect fault) throws IOException {
        switch (fault.how()) {
            case UNANSWERED -> new RequestReader(plain.getInputStream(), "").untilClosed();
            case RESET -> reset();
            case PLAINTEXT -> {
                plain.getOutputStream().write(NOT_TLS.getBytes(StandardCharsets.US_ASCII));
                new RequestReader(plain.getInputStream(), "").untilClosed();
            }
            case SLOW -> {
                server.pause(fault.delay());
                return true;
            }
            default -> {
                return true;
            }
        }
        return false;
    }

    private void serve(RequestReader in) throws IOException {
        for (ReceivedRequest request = in.next(); request != null; request = in.next()) {
            server.pause(server.latency());
            RawAnswer raw = server.faults().on(request, RawAnswer.class);
            if (raw != null) {
                record(request, 0);
                write(raw.bytes());
                return;
            }
            Wire wire = server.faults().on(request, Wire.class);
            ServerResponse response = answer(request);
            boolean keepAlive = in.keepsAlive(request) && wire == null;
            record(request, wire == null || wire.how() == Wire.WireFault.DRIBBLE ? response.status() : 0);
            if (wire == null) {
                write(response.bytes(keepAlive));
            } else {
                mangle(wire, response.bytes(false), in);
            }
            if (!keepAlive) {
                return;
            }
        }
    }

    private ServerResponse answer(ReceivedRequest request) {
        Answer answer = server.faults().on(request, Answer.class);
        if (answer == null) {
            return server.handler().handle(request);
        }
        ServerResponse response = answer.body() == null
                ? server.handler().problem(answer.status())
                : new ServerResponse(answer.status(), answer.headers(), answer.body());
        for (var header : answer.headers().entrySet()) {
            response = response.with(header.getKey(), header.getValue());
        }
        return response;
    }

    private void record(ReceivedRequest request, int status) {
        server.journal()
                .add(new RecordedRequest(
                        server.name(),
                        request.method(),
                        server.handler().subject(request),
                        status,
                        server.handler().authenticated(request),
                        Instant.now()));
    }

    private void mangle(Wire wire, byte[] bytes, RequestReader in) throws IOException {
        int head = headLength(bytes);
        int half = head + (bytes.length - head) / 2;
        switch (wire.how()) {
            case SILENCE -> in.untilClosed();
            case EMPTY_REPLY -> {}
            case TRUNCATED_BODY -> write(Arrays.copyOf(bytes, half));
            case RESET_IN_BODY -> {
                write(Arrays.copyOf(bytes, half));
                reset();
            }
            case GARBAGE -> {
                byte[] noise = new byte[512];
                new Random(bytes.length).nextBytes(noise);
                write(noise);
            }
            case DRIBBLE -> dribble(bytes, wire.pause());
        }
    }

    private void dribble(byte[] bytes, Duration pause) throws IOException {
        for (byte each : bytes) {
            write(new byte[] {each});
            server.pause(pause);
        }
    }

    private void write(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    private void reset() throws IOException {
        plain.setSoLinger(true, 0);
        plain.close();
    }

    private static int headLength(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.indexOf("\r\n\r\n") + 4;
    }
}
