package io.keyweave.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.http.TransportException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {

    private static ResponseReader reader(String text) {
        return new ResponseReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static ClientResponse read(String text) throws IOException {
        return reader(text).read();
    }

    @Test
    void readsLengthsChunksAndEnds() throws IOException {
        assertEquals(
                "abc",
                read("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef").text());
        assertEquals(
                "abcdefghij",
                read("HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n7;x=y\r\ndefghij\r\n0\r\nT: t\r\n\r\n")
                        .text());
        assertEquals("abc", read("HTTP/1.0 503 Busy\r\n\r\nabc").text());
        assertArrayEquals(new byte[0], read("HTTP/1.1 204 No\r\n\r\nabc").body());
        assertEquals(
                404,
                read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")
                        .status());
    }

    @Test
    void headersHaveNoCaseAndKeepTheirOrder() throws IOException {
        ClientResponse response =
                read("HTTP/1.1 401 No\r\nWWW-Authenticate: a\r\nwww-AUTHENTICATE:b\r\nContent-Length: 0\r\n\r\n");
        assertEquals(List.of("a", "b"), response.headerValues("www-authenticate"));
        assertEquals("a", response.header("www-authenticate"));
    }

    @Test
    void aConnectionIsKeptOnlyAfterACompleteAnswer() throws IOException {
        ResponseReader kept = reader("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na");
        kept.read();
        assertTrue(kept.reusable());
        ResponseReader surplus = reader("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP/1.1 200 OK");
        surplus.read();
        assertFalse(surplus.reusable(), "an answer nobody asked for");
        ResponseReader closing = reader("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\na");
        closing.read();
        assertFalse(closing.reusable());
        ResponseReader untilEnd = reader("HTTP/1.1 200 OK\r\n\r\na");
        untilEnd.read();
        assertFalse(untilEnd.reusable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9\r\n\r\n",
                "HTTP/2 200 OK\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 099 OK\r\n\r\n",
                "HTTP/1.1 101 Switching\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                "HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\nabcd",
                "HTTP/1.1 200 OK\r\nContent-Length: 0x3\r\n\r\nabcd",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n"
            })
    void refusesWhatIsNotHttp(String text) {
        assertEquals(
                Reason.NOT_HTTP,
                assertThrows(TransportException.class, () -> read(text)).reason());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n"
            })
    void refusesWhatIsFarTooLong(String text) {
        assertEquals(
                Reason.TOO_LARGE,
                assertThrows(TransportException.class, () -> read(text)).reason());
    }

    @Test
    void endlessHeadsAndBodiesEnd() {
        for (String start : List.of("", "HTTP/1.1 200 OK\r\nA: ", "HTTP/1.1 200 OK\r\n\r\n")) {
            InputStream endless = new SequenceInputStream(
                    new ByteArrayInputStream(start.getBytes(StandardCharsets.ISO_8859_1)), new InputStream() {
                        @Override
                        public int read() {
                            return 'a';
                        }
                    });
            TransportException e = assertThrows(TransportException.class, () -> new ResponseReader(endless).read());
            assertEquals(Reason.TOO_LARGE, e.reason(), start);
        }
    }

    @ParameterizedTest
    @CsvSource({"'', CLOSED", "HTTP/1.1 2, TRUNCATED"})
    void tellsNothingFromHalf(String text, Reason reason) {
        assertEquals(
                reason, assertThrows(TransportException.class, () -> read(text)).reason());
    }

    @Test
    void everyBrokenAnswerEndsInOneOfItsExceptions() {
        String whole = "HTTP/1.1 200 OK\r\nA: b\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = whole.getBytes(StandardCharsets.ISO_8859_1);
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                new ResponseReader(new ByteArrayInputStream(bytes, 0, random.nextInt(bytes.length + 1))).read();
            } catch (IOException expected) {
                assertTrue(expected instanceof TransportException, expected.toString());
            }
        }
    }
}
