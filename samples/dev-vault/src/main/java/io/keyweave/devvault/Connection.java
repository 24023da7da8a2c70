package io.keyweave.devvault;

import io.keyweave.devvault.Fault.Behaviour.Answer;
import io.keyweave.devvault.Fault.Behaviour.Connect;
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
 * One accepted connection, on a thread of its own, until one side closes it. Faults that {@code com.sun.net.httpserver} cannot
 * have (a reset in mid-body, a handshake that never begins) are why this server exists: here they are a few lines each, because
 * the plain socket under TLS stays in reach.
 */
final class Connection implements Runnable {

    private static final int IDLE_MILLIS = 120_000;
    private static final int FAREWELL_MILLIS = 500;
    private static final String NOT_TLS = "220 mail.example ESMTP ready\r\n";

    private final Endpoint endpoint;
    private final Socket plain;
    private Socket socket;

    Connection(Endpoint endpoint, Socket plain) {
        this.endpoint = endpoint;
        this.plain = plain;
        this.socket = plain;
    }

    @Override
    public void run() {
        try {
            plain.setTcpNoDelay(true);
            plain.setSoTimeout(IDLE_MILLIS);
            Connect fault = endpoint.faults().onConnect();
            if (fault == null || survives(fault)) {
                SSLContext tls = endpoint.tls(fault);
                if (tls != null) {
                    socket = handshake(tls);
                }
                serve(new HttpInput(
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
            case UNANSWERED -> new HttpInput(plain.getInputStream(), "").untilClosed();
            case RESET -> reset();
            case PLAINTEXT -> {
                plain.getOutputStream().write(NOT_TLS.getBytes(StandardCharsets.US_ASCII));
                new HttpInput(plain.getInputStream(), "").untilClosed();
            }
            case SLOW -> {
                endpoint.pause(fault.delay());
                return true;
            }
            default -> {
                return true;
            }
        }
        return false;
    }

    private void serve(HttpInput in) throws IOException {
        for (Request request = in.next(); request != null; request = in.next()) {
            endpoint.pause(endpoint.latency());
            Wire wire = endpoint.faults().on(request, Wire.class);
            Response response = answer(request);
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

    private Response answer(Request request) {
        Answer answer = endpoint.faults().on(request, Answer.class);
        if (answer == null) {
            return endpoint.handler().handle(request);
        }
        Response response = answer.body() == null
                ? endpoint.handler().problem(answer.status())
                : new Response(answer.status(), answer.headers(), answer.body());
        for (var header : answer.headers().entrySet()) {
            response = response.with(header.getKey(), header.getValue());
        }
        return response;
    }

    private void record(Request request, int status) {
        endpoint.journal()
                .add(new RecordedRequest(
                        endpoint.name(),
                        request.method(),
                        request.path(),
                        status,
                        request.bearerToken() != null,
                        Instant.now()));
    }

    private void mangle(Wire wire, byte[] bytes, HttpInput in) throws IOException {
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
            endpoint.pause(pause);
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
