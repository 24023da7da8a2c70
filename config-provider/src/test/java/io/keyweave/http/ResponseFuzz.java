package io.keyweave.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * HTTP answers, whatever bytes a server sends. However the bytes arrive the outcome is the same; an answer on a connection that may be used again ends where
 * its framing says and nowhere else; and written down again it is read as the same. What the JDK makes of the same bytes is compared by
 * {@link SameOutcomeAsTheJdkTest}, over real connections.
 */
public final class ResponseFuzz {

    private static final int MAX_BODY = 512 << 10;

    private ResponseFuzz() {}

    private record Outcome(
            @Nullable ClientResponse response, @Nullable TransportException failure, boolean reusable, int consumed) {}

    public static void fuzzerTestOneInput(byte[] data) {
        Outcome whole = read(data, data.length, Integer.MAX_VALUE);
        same(whole, read(data, data.length, 1));
        ClientResponse response = whole.response;
        if (response == null) {
            return;
        }
        assertTrue(response.status() >= 200 && response.status() <= 999 && response.body().length <= MAX_BODY);
        response.retryAfter();
        assertEquals("Response[" + response.status() + "]", response.toString());
        if (read(data, data.length, 1).reusable) {
            framed(data, response);
        }
        again(response);
    }

    /** Byte by byte a reader takes no more than the answer, so that is where it ends: one byte less is none, and what follows changes nothing. */
    private static void framed(byte[] data, ClientResponse response) {
        int end = read(data, data.length, 1).consumed;
        Outcome exact = read(data, end, Integer.MAX_VALUE);
        assertTrue(exact.reusable, "there is no surplus");
        assertArrayEquals(response.body(), body(exact));
        TransportException failure = read(data, end - 1, Integer.MAX_VALUE).failure;
        assertNotNull(failure, "an answer that is not complete");
        assertTrue(end == data.length || !read(data, data.length, Integer.MAX_VALUE).reusable, "a surplus is not seen");
    }

    private static void again(ClientResponse response) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringBuilder head =
                new StringBuilder("HTTP/1.1 ").append(response.status()).append(" OK\r\n");
        response.headers().forEach((name, values) -> {
            if (!name.equals("transfer-encoding") && !name.equals("content-length") && !name.equals("connection")) {
                values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n"));
            }
        });
        boolean bodiless = response.status() == 204 || response.status() == 304;
        head.append(bodiless ? "" : "Content-Length: " + response.body().length + "\r\n")
                .append("\r\n");
        out.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(response.body());
        if (head.length() < 60_000) {
            Outcome second = read(out.toByteArray(), out.size(), Integer.MAX_VALUE);
            assertTrue(second.response != null && second.reusable, "cannot be read again");
            assertEquals(response.status(), second.response.status());
            assertArrayEquals(response.body(), second.response.body());
        }
    }

    private static void same(Outcome one, Outcome other) {
        if (one.response == null || other.response == null) {
            assertNotNull(one.failure);
            assertNotNull(other.failure);
            assertEquals(one.failure.reason(), other.failure.reason());
            return;
        }
        assertEquals(one.response.status(), other.response.status());
        assertEquals(one.response.headers(), other.response.headers());
        assertArrayEquals(one.response.body(), other.response.body());
    }

    private static byte[] body(Outcome outcome) {
        assertNotNull(outcome.response);
        return outcome.response.body();
    }

    private static Outcome read(byte[] data, int length, int step) {
        Steps in = new Steps(Arrays.copyOf(data, length), step);
        ResponseReader reader = new ResponseReader(in);
        try {
            ClientResponse response = reader.read();
            return new Outcome(response, null, reader.reusable(), length - in.available());
        } catch (TransportException e) {
            return new Outcome(null, e, false, 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Hands out so many bytes at a time. */
    private static final class Steps extends InputStream {
        private final ByteArrayInputStream in;
        private final int step;

        Steps(byte[] data, int step) {
            this.in = new ByteArrayInputStream(data);
            this.step = step;
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] buffer, int from, int length) {
            return in.read(buffer, from, Math.min(step, length));
        }

        @Override
        public int available() {
            return in.available();
        }
    }
}
